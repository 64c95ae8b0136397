package dev.kenari.designs;

import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.StandardStreams;
import dev.kenari.machine.disk.DiskStore;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A system to boot.
 *
 * @param ramBytes of guest memory, a multiple of 4096
 * @param engine makes the harts
 * @param seed makes the run repeat: time by instructions, randomness from the seed
 * @param disks the guest's /dev/vda and so on; closed with the system
 * @param console the host's terminal, which becomes the program's; null without one
 * @param streams the program's descriptors 0, 1 and 2 where {@code console} is null
 * @param design where the components live
 * @param interposer between each component that is placed and its clients, for faults; {@link Connector#DIRECT} for none
 * @param trace takes a line for each system call, must not block; null for no trace
 * @param profile whether programs are profiled
 * @param fault what is to go wrong; null for nothing
 */
public record SystemRequest(
        long ramBytes,
        int harts,
        HartFactory engine,
        OptionalLong seed,
        KernelConfiguration configuration,
        RootImage root,
        List<Volume> volumes,
        List<DiskStore> disks,
        Program program,
        ConsoleBackend console,
        StandardStreams streams,
        Design design,
        Connector interposer,
        Consumer<String> trace,
        boolean profile,
        Fault fault) {
    /** Without a fault. */
    public SystemRequest(
            long ramBytes,
            int harts,
            HartFactory engine,
            OptionalLong seed,
            KernelConfiguration configuration,
            RootImage root,
            List<Volume> volumes,
            List<DiskStore> disks,
            Program program,
            ConsoleBackend console,
            StandardStreams streams,
            Design design,
            Connector interposer,
            Consumer<String> trace,
            boolean profile) {
        this(ramBytes, harts, engine, seed, configuration, root, volumes, disks, program, console, streams, design, interposer,
                trace, profile, null);
    }
}

package dev.kenari.conformance;

import dev.kenari.designs.Design;
import dev.kenari.designs.Outcome;
import dev.kenari.designs.Program;
import dev.kenari.designs.RootImage;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.SystemRequest;
import dev.kenari.designs.Volume;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.designs.monolithic.Monolithic;
import dev.kenari.kernel.CommandLine;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.StandardStreams;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Threshold;
import dev.kenari.machine.riscv.TranslatorConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Boots a system for one command and keeps what it printed. Immutable; each {@code with} method gives a changed copy. */
record Guest(
        RootImage root,
        int harts,
        OptionalLong seed,
        Design design,
        Connector interposer,
        byte[] input,
        List<Volume> volumes,
        List<DiskStore> disks,
        List<String> trace,
        Fault fault,
        ConsoleBackend console) {
    /** Translates early, so that most of what runs is translated: direct runs try this engine, marshalled ones the other. */
    private static final HartFactory TRANSLATING =
            Harts.translating(TranslatorConfiguration.USUAL.withThreshold(Threshold.of(100)));

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final long RAM = 512L << 20;
    /** What a run may take; {@code -Dkenari.guest.minutes} for long ones. */
    private static final Duration LIMIT = Duration.ofMinutes(Integer.getInteger("kenari.guest.minutes", 4));
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8");

    /** @param status exit code, or 128 and the signal; -1 if the guest ran too long */
    record Result(int status, String output, String error) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    static Guest of(RootImage root) {
        return new Guest(root, 2, OptionalLong.empty(), Monolithic.DESIGN, Connector.DIRECT, new byte[0], List.of(), List.of(), null, null, null);
    }

    Guest withDesign(Design value) {
        return new Guest(root, harts, seed, value, interposer, input, volumes, disks, trace, fault, console);
    }

    /** @param value between each component that is placed and its clients */
    Guest withInterposer(Connector value) {
        return new Guest(root, harts, seed, design, value, input, volumes, disks, trace, fault, console);
    }

    Guest withInput(String text) {
        return new Guest(root, harts, seed, design, interposer, text.getBytes(StandardCharsets.ISO_8859_1), volumes, disks, trace, fault, console);
    }

    Guest withHarts(int value) {
        return new Guest(root, value, seed, design, interposer, input, volumes, disks, trace, fault, console);
    }

    Guest withVolume(Volume volume) {
        List<Volume> more = new ArrayList<>(volumes);
        more.add(volume);
        return new Guest(root, harts, seed, design, interposer, input, more, disks, trace, fault, console);
    }

    Guest withDisk(DiskStore disk) {
        List<DiskStore> more = new ArrayList<>(disks);
        more.add(disk);
        return new Guest(root, harts, seed, design, interposer, input, volumes, more, trace, fault, console);
    }

    /** With the serial console as the command's terminal, in place of input and output. */
    Guest withConsole(ConsoleBackend value) {
        return new Guest(root, harts, seed, design, interposer, input, volumes, disks, trace, fault, value);
    }

    /** One hart, time by instructions, randomness from {@code value}; system calls are written to {@code lines}. */
    Guest withSeed(long value, List<String> lines) {
        return new Guest(root, 1, OptionalLong.of(value), design, interposer, input, volumes, disks, lines, fault, console);
    }

    /** What goes wrong; an oops of the kernel is a panic then. */
    Guest withFault(Fault value) {
        return new Guest(root, harts, seed, design, interposer, input, volumes, disks, trace, value, console);
    }

    Result run(String... command) throws InterruptedException {
        return disturbed(system -> {}, command);
    }

    /** Runs, and calls {@code disturbance} again and again until the guest ends: after the first output, or at once with a console. */
    Result disturbed(Consumer<RunningSystem> disturbance, String... command) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Result result = supervise(
                output,
                system -> {
                    if (output.size() > 0 || console != null) {
                        disturbance.accept(system);
                    }
                },
                command);
        return new Result(result.status(), output.toString(StandardCharsets.UTF_8), result.error());
    }

    /** As {@link #run(String...)}, with the output to {@code output}. */
    Result run(OutputStream output, String... command) throws InterruptedException {
        return supervise(output, system -> {}, command);
    }

    /** As {@link #run(String...)}, on {@code engine}. */
    Result on(HartFactory engine, String... command) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        try (RunningSystem system = RunningSystem.boot(request(engine, command, output, error, false))) {
            int status = system.await(LIMIT).map(Outcome::status).orElse(-1);
            system.close();
            return new Result(status, output.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
        }
    }

    private Result supervise(OutputStream output, Consumer<RunningSystem> pause, String... command)
            throws InterruptedException {
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        SystemRequest request = request(command, output, error, false);
        Optional<Outcome> outcome = Optional.empty();
        try (RunningSystem system = RunningSystem.boot(request)) {
            for (long end = System.nanoTime() + LIMIT.toNanos(); outcome.isEmpty() && System.nanoTime() < end; ) {
                outcome = system.await(PAUSE);
                if (outcome.isEmpty()) {
                    pause.accept(system);
                }
            }
        }
        return new Result(
                outcome.map(Outcome::status).orElse(-1),
                "",
                error.toString(StandardCharsets.UTF_8) + outcome.map(Outcome::message).map(m -> m + "\n").orElse(""));
    }

    /** Runs with the profiler; returns nanoseconds by folded stack. */
    Map<String, Long> profile(String... command) throws InterruptedException {
        SystemRequest request =
                request(command, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), true);
        try (RunningSystem system = RunningSystem.boot(request)) {
            Outcome outcome = system.await(LIMIT).orElseThrow();
            if (outcome.status() != 0) {
                throw new AssertionError("exit status " + outcome.status());
            }
            system.close();
            return system.profile();
        }
    }

    private SystemRequest request(String[] command, OutputStream output, OutputStream error, boolean profile) {
        return request(
                design != Microkernel.DESIGN ? TRANSLATING : Harts::interpreting, command, output, error, profile);
    }

    private SystemRequest request(
            HartFactory engine, String[] command, OutputStream output, OutputStream error, boolean profile) {
        return new SystemRequest(
                RAM,
                harts,
                engine,
                seed,
                fault == null ? KernelConfiguration.DEFAULT : new KernelConfiguration("kenari", new CommandLine("oops=panic")),
                root,
                volumes,
                disks,
                new Program(Arrays.asList(command), ENVIRONMENT, "/", null),
                console,
                new StandardStreams(new ByteArrayInputStream(input), output, error),
                design,
                interposer,
                trace == null ? null : trace::add,
                profile,
                fault);
    }
}

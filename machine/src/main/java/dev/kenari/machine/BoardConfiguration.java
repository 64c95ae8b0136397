package dev.kenari.machine;

import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.riscv.Harts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a board is made of. Immutable; each {@code with} method returns a copy with one part exchanged.
 *
 * @param ramBytes a multiple of 4096
 * @param harts 1 to {@link #MAX_HARTS}
 * @param roms host files, each a read-only memory of the board
 * @param disks which the board closes with itself
 */
public record BoardConfiguration(
        long ramBytes,
        int harts,
        HartFactory hartFactory,
        Clock clock,
        Entropy entropy,
        ConsoleBackend console,
        StandardStreams streams,
        List<Path> roms,
        List<HostShare> shares,
        List<DiskStore> disks) {
    public static final int MAX_HARTS = 64;

    private static final long PAGE = 4096;

    public BoardConfiguration {
        if (ramBytes <= 0 || ramBytes % PAGE != 0) {
            throw new IllegalArgumentException("not a multiple of a page: " + ramBytes);
        }
        if (harts < 1 || harts > MAX_HARTS) {
            throw new IllegalArgumentException("not a number of harts: " + harts);
        }
        roms = List.copyOf(roms);
        shares = List.copyOf(shares);
        disks = List.copyOf(disks);
    }

    /** A board of interpreting harts. */
    public static BoardConfiguration of(long ramBytes, int harts) {
        return of(ramBytes, harts, Harts::create);
    }

    /** A board with host time and randomness, whose console and streams lead nowhere. */
    public static BoardConfiguration of(long ramBytes, int harts, HartFactory hartFactory) {
        return new BoardConfiguration(
                ramBytes,
                harts,
                hartFactory,
                new HostClock(),
                new HostEntropy(),
                ConsoleBackend.NONE,
                StandardStreams.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    /** Time by instructions and randomness from {@code seed}: a run that repeats, given one hart and the same input. */
    public BoardConfiguration withSeed(long seed) {
        return withClock(new InstructionClock()).withEntropy(new SeededEntropy(seed));
    }

    public BoardConfiguration withClock(Clock value) {
        return new BoardConfiguration(
                ramBytes, harts, hartFactory, value, entropy, console, streams, roms, shares, disks);
    }

    public BoardConfiguration withEntropy(Entropy value) {
        return new BoardConfiguration(ramBytes, harts, hartFactory, clock, value, console, streams, roms, shares, disks);
    }

    public BoardConfiguration withConsole(ConsoleBackend value) {
        return new BoardConfiguration(ramBytes, harts, hartFactory, clock, entropy, value, streams, roms, shares, disks);
    }

    public BoardConfiguration withStreams(StandardStreams value) {
        return new BoardConfiguration(ramBytes, harts, hartFactory, clock, entropy, console, value, roms, shares, disks);
    }

    /** With one more read-only memory. */
    public BoardConfiguration withRom(Path file) {
        List<Path> more = new ArrayList<>(roms);
        more.add(file);
        return new BoardConfiguration(ramBytes, harts, hartFactory, clock, entropy, console, streams, more, shares, disks);
    }

    /** With one more share. */
    public BoardConfiguration withShare(HostShare share) {
        List<HostShare> more = new ArrayList<>(shares);
        more.add(share);
        return new BoardConfiguration(ramBytes, harts, hartFactory, clock, entropy, console, streams, roms, more, disks);
    }

    /** With one more disk. */
    public BoardConfiguration withDisk(DiskStore disk) {
        List<DiskStore> more = new ArrayList<>(disks);
        more.add(disk);
        return new BoardConfiguration(
                ramBytes, harts, hartFactory, clock, entropy, console, streams, roms, shares, more);
    }
}

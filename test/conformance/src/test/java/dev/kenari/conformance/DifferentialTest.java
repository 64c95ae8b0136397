package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.machine.disk.FileDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random file operations give the same results, and leave the same trees, on Kenari's file systems and on the host's: {@code
 * guest/differential/fileops.c} runs on both with the same seed. {@code -Dkenari.differential.operations=N -Dkenari.seed=S}; a difference
 * is reported with the few operations that are needed for it.
 */
class DifferentialTest {
    private static final Path SOURCE = Path.of("src/test/guest/differential/fileops.c");
    private static final int OPERATIONS = Integer.getInteger("kenari.differential.operations", 1200);
    private static final long SEED = Long.getLong("kenari.seed", 1);
    private static final long DISK = 512L << 20;
    /** Operations that make the layer below an overlay. */
    private static final int LOWER = 1000;
    /** Boots of a guest to make a failing sequence shorter. */
    private static final int ATTEMPTS = 60;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir
    Path directory;

    /** One side: runs operations and returns what the program printed. */
    @FunctionalInterface
    private interface Side {
        List<String> run(String ranges, List<String> flags) throws Exception;
    }

    /** {@code fileops} on the host, in a new directory. */
    private Side host(Path parent) throws Exception {
        return host(parent, List.of(), layers -> List.of());
    }

    /**
     * {@code fileops} on the host, in a new directory.
     *
     * @param wrapper what comes before its command
     * @param more flags for a second new directory
     */
    private Side host(Path parent, List<String> wrapper, Function<String, List<String>> more) throws Exception {
        Path program = directory.resolve("fileops");
        execute(List.of("gcc", "-O1", "-w", "-static", "-o", program.toString(), SOURCE.toString()));
        return (ranges, flags) -> {
            Path place = Files.createTempDirectory(parent, "kenari-fileops");
            try {
                Path tree = Files.createDirectory(place.resolve("tree"));
                List<String> command = new ArrayList<>(wrapper);
                command.addAll(List.of(program.toString(), tree.toString(), "" + SEED, ranges));
                command.addAll(flags);
                command.addAll(more.apply(place.resolve("layers").toString()));
                return execute(command).lines().toList();
            } finally {
                execute(List.of("rm", "-rf", place.toString()));
            }
        };
    }

    private static String execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output;
    }

    private static List<String> inGuest(Guest guest, String ranges, List<String> flags) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("fileops", "/mnt", "" + SEED, ranges));
        command.addAll(flags);
        Guest.Result result = guest.run(command.toArray(String[]::new));
        assertThat(result.status()).as("fileops in the guest, seed %d: %s", SEED, result.error()).isZero();
        return result.lines();
    }

    private static Guest guest() throws Exception {
        CrossCompiler.require();
        assumeTrue(CrossCompiler.onPath("gcc"), "skipped: gcc is missing; install Debian packages gcc libc6-dev");
        return Guest.of(new ProgramsImage(Map.of("fileops", CrossCompiler.compile(SOURCE))));
    }

    private static List<String> with(List<String> flags, String... more) {
        return Stream.concat(flags.stream(), Stream.of(more)).toList();
    }

    private static void compare(Side host, Side guest, List<String> flags) throws Exception {
        List<String> expected = host.run("0-" + (OPERATIONS - 1), flags);
        List<String> actual = guest.run("0-" + (OPERATIONS - 1), flags);
        int same = 0;
        while (same < expected.size() && same < actual.size() && expected.get(same).equals(actual.get(same))) {
            same++;
        }
        if (same == expected.size() && same == actual.size()) {
            return;
        }
        int checkpoint = same < expected.size() ? Integer.parseInt(expected.get(same).split(" ")[0]) : -1;
        int last = checkpoint < 0 ? OPERATIONS - 1 : checkpoint;
        List<Integer> operations = Shrinking.shrink(IntStream.rangeClosed(0, last).boxed().toList(), ATTEMPTS,
                part -> difference(host, guest, part, flags) != null);
        fail("seed %d, operations %s: %s", SEED, Shrinking.ranges(operations), difference(host, guest, operations, flags));
    }

    /** The first lines of the logs that differ, and what led there; null if they are equal. */
    private static String difference(Side host, Side guest, List<Integer> operations, List<String> flags) {
        try {
            List<String> expected = host.run(Shrinking.ranges(operations), with(flags, "-v"));
            List<String> actual = guest.run(Shrinking.ranges(operations), with(flags, "-v"));
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                String wanted = i < expected.size() ? expected.get(i) : "the end";
                String found = i < actual.size() ? actual.get(i) : "the end";
                if (!wanted.equals(found)) {
                    String before = String.join("\n", expected.subList(Math.max(0, i - 40), Math.min(i, expected.size())));
                    return "the host says\n" + wanted + "\nKenari says\n" + found + "\nafter\n" + before;
                }
            }
            return null;
        } catch (Exception e) {
            return "" + e;
        } catch (AssertionError e) {
            return e.getMessage();
        }
    }

    /** Whether a directory of the host's is on a file system of this type, which its Linux writes. */
    private static boolean isOn(Path path, String type) {
        try {
            return Files.isWritable(path) && Files.getFileStore(path).type().equals(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags for what both sides have. */
    private static List<String> common(Path host, boolean ext4) throws IOException {
        List<String> flags = new ArrayList<>();
        if (!ext4) {
            flags.add("-p");
        }
        Path probe = Files.createTempFile(host, "kenari", null);
        try {
            Files.setAttribute(probe, "user:a", new byte[1]);
        } catch (IOException | UnsupportedOperationException e) {
            // As tmpfs before Linux 6.6.
            flags.add("-x");
        } finally {
            Files.delete(probe);
        }
        return flags;
    }

    @Test
    void tmpfs() throws Exception {
        Guest guest = guest();
        Path parent = isOn(SHARED_MEMORY, "tmpfs") ? SHARED_MEMORY : directory;
        compare(host(parent), (ranges, flags) -> inGuest(guest, ranges, flags), common(parent, false));
    }

    /** Above an empty layer an overlay is a file system like others. */
    @Test
    void overlayAboveNothing() throws Exception {
        Guest guest = guest();
        Path parent = isOn(SHARED_MEMORY, "tmpfs") ? SHARED_MEMORY : directory;
        compare(host(parent), (ranges, flags) -> inGuest(guest, ranges, with(flags, "-o", "/tmp/layers")), common(parent, false));
    }

    /** Above files and directories it is like the host's overlay. */
    @Test
    void overlay() throws Exception {
        Guest guest = guest();
        Path parent = isOn(SHARED_MEMORY, "tmpfs") ? SHARED_MEMORY : directory;
        Side host = null;
        for (List<String> unshare : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
            Side tried = host(parent, unshare, layers -> List.of("-o", layers, "-l", "" + LOWER));
            try {
                tried.run("0", List.of("-p"));
                host = tried;
                break;
            } catch (AssertionError e) {
                // Not root, or no namespaces for users, or layers that an overlay can't be made of.
            }
        }
        assumeTrue(host != null, "skipped: needs a host on which unshare(1) may mount an overlay");
        compare(host, (ranges, flags) -> inGuest(guest, ranges, with(flags, "-o", "/tmp/layers", "-l", "" + LOWER)),
                common(parent, false));
    }

    /** fileops on a new ext4, which the host's e2fsck looks at afterwards. */
    private Side onExt4(Guest guest) {
        Path mke2fs = Path.of("/sbin/mke2fs");
        assumeTrue(Files.isExecutable(mke2fs), "skipped: needs the Debian package e2fsprogs");
        Path file = directory.resolve("disk");
        return (ranges, flags) -> {
            try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
                made.setLength(0);
                made.setLength(DISK);
            }
            execute(List.of(mke2fs.toString(), "-q", "-F", "-t", "ext4", file.toString()));
            List<String> lines = inGuest(guest.withDisk(FileDisk.open(file, false)), ranges, with(flags, "-m", "/dev/vda"));
            execute(List.of("/sbin/e2fsck", "-fn", file.toString()));
            return lines;
        };
    }

    @Test
    void ext4() throws Exception {
        compare(host(directory), onExt4(guest()), common(directory, isOn(directory, "ext4")));
    }

    /** What four processes do to one tree at once has no expected result but that all is well afterwards. */
    @Test
    void processesAtOnceLeaveAWholeFileSystem() throws Exception {
        String ranges = "0-" + OPERATIONS / 2;
        List<String> flags = List.of("-j", "4");
        assertThat(onExt4(guest()).run(ranges, flags)).isNotEmpty();
        assertThat(inGuest(guest(), ranges, flags)).isNotEmpty();
    }
}

package dev.kenari.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code run} and {@code shell}; Docker's where the meaning is the same. */
final class RunOptions {
    private static final long DEFAULT_MEMORY = 1L << 30;

    String image = "debian";
    boolean interactive;
    boolean tty;
    final List<String> environment = new ArrayList<>();
    final List<String> volumes = new ArrayList<>();
    final List<String> disks = new ArrayList<>();
    String directory = "/";
    String user;
    long memory = DEFAULT_MEMORY;
    Integer cpus;
    String hostName = "kenari";
    Duration timeout;
    Long seed;
    boolean strace;
    Path straceFile;
    boolean stats;
    Path profile;

    void declare(Flags flags) {
        flags.value(
                        "--image",
                        "IMAGE",
                        "Root file system: debian[:SUITE][+PACKAGE,...], embedded, a directory or a tar file (default: debian).",
                        value -> image = value)
                .flag("-i --interactive", "Pass standard input to the program.", () -> interactive = true)
                .flag("-t --tty", "Give the program a terminal.", () -> tty = true)
                .value("-e --env", "NAME[=VALUE]", "Set an environment variable.", environment::add)
                .value("-v --volume", "SOURCE:TARGET[:ro]", "Mount a host directory in the guest.", volumes::add)
                .value(
                        "--disk",
                        "FILE[:ro]",
                        "Attach a host file as a disk: /dev/vda, the next one /dev/vdb and so on.",
                        disks::add)
                .value("-w --workdir", "DIR", "Working directory (default: /).", value -> directory = value)
                .value("-u --user", "USER[:GROUP]", "User by name or number (default: root).", value -> user = value)
                .value("-m --memory", "BYTES", "Guest memory (default: 1g).", value -> memory = ByteSize.parse(value))
                .value(
                        "--cpus",
                        "N",
                        "Number of harts (default: the host's processors, at most 8).",
                        value -> cpus = Integer.valueOf(value))
                .value("--hostname", "NAME", "The guest's host name (default: kenari).", value -> hostName = value)
                .value(
                        "--timeout",
                        "SECONDS",
                        "Stop the program after this time (exit code 124).",
                        value -> timeout = DurationOption.parse(value))
                .value(
                        "--seed",
                        "N",
                        "Repeat a run: time by instructions, randomness from N. Needs --cpus 1.",
                        value -> seed = Long.valueOf(value))
                .flag("--strace", "Print each system call to standard error.", () -> strace = true)
                .value(
                        "--strace-file",
                        "FILE",
                        "Print each system call to a file.",
                        value -> straceFile = Path.of(value))
                .flag("--stats", "Print what the run cost to standard error.", () -> stats = true)
                .value(
                        "--profile",
                        "FILE",
                        "Write where programs spend their time: folded stacks for flame graphs, or speedscope's format if FILE ends in .json.",
                        value -> profile = Path.of(value));
    }
}

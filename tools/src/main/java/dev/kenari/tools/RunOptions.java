package dev.kenari.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code run} and {@code shell}; Docker's where the meaning is the same. */
final class RunOptions {
    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "debian",
            description = "Root file system: debian[:SUITE][+PACKAGE,...], embedded, a directory or a tar file (default: ${DEFAULT-VALUE}).")
    String image;

    @Option(names = {"-i", "--interactive"}, description = "Pass standard input to the program.")
    boolean interactive;

    @Option(names = {"-t", "--tty"}, description = "Give the program a terminal.")
    boolean tty;

    @Option(names = {"-e", "--env"}, paramLabel = "NAME[=VALUE]", description = "Set an environment variable.")
    List<String> environment = new ArrayList<>();

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "SOURCE:TARGET[:ro]",
            description = "Mount a host directory in the guest.")
    List<String> volumes = new ArrayList<>();

    @Option(
            names = "--disk",
            paramLabel = "FILE[:ro]",
            description = "Attach a host file as a disk: /dev/vda, the next one /dev/vdb and so on.")
    List<String> disks = new ArrayList<>();

    @Option(names = {"-w", "--workdir"}, paramLabel = "DIR", defaultValue = "/", description = "Working directory.")
    String directory;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER[:GROUP]",
            description = "User by name or number (default: root).")
    String user;

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "BYTES",
            defaultValue = "1g",
            converter = ByteSize.class,
            description = "Guest memory (default: ${DEFAULT-VALUE}).")
    long memory;

    @Option(names = "--cpus", paramLabel = "N", description = "Number of harts (default: the host's processors, at most 8).")
    Integer cpus;

    @Option(names = "--hostname", paramLabel = "NAME", defaultValue = "kenari", description = "The guest's host name.")
    String hostName;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = DurationOption.class,
            description = "Stop the program after this time (exit code 124).")
    Duration timeout;

    @Option(names = "--seed", paramLabel = "N", description = "Repeat a run: time by instructions, randomness from N. Needs --cpus 1.")
    Long seed;

    @Option(names = "--strace", description = "Print each system call to standard error.")
    boolean strace;

    @Option(names = "--strace-file", paramLabel = "FILE", description = "Print each system call to a file.")
    Path straceFile;

    @Option(names = "--stats", description = "Print what the run cost to standard error.")
    boolean stats;
}

package dev.kenari.tools;

import dev.kenari.designs.Design;
import dev.kenari.designs.monolithic.Monolithic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code run} and {@code shell}; Docker's where the meaning is the same. */
final class RunOptions {
    private static final long DEFAULT_MEMORY = 1L << 30;

    final String image;
    final String keep;
    boolean interactive;
    boolean tty;
    final List<String> environment;
    final List<String> volumes;
    final List<String> disks;
    final String directory;
    final String user;
    final long memory;
    final Integer cpus;
    final String hostName;
    final Duration timeout;
    final Long seed;
    final Design design;
    final boolean strace;
    final Path straceFile;
    final boolean stats;
    final boolean interpret;
    final Path jitLog;
    final Path profile;
    final String append;
    final Path crashDirectory;
    final boolean crashMemory;

    RunOptions(ParseResult given) {
        image = given.matchedOptionValue("--image", "debian");
        keep = given.matchedOptionValue("--keep", null);
        interactive = given.hasMatchedOption("--interactive");
        tty = given.hasMatchedOption("--tty");
        environment = given.matchedOptionValue("--env", List.of());
        volumes = given.matchedOptionValue("--volume", List.of());
        disks = given.matchedOptionValue("--disk", List.of());
        directory = given.matchedOptionValue("--workdir", "/");
        user = given.matchedOptionValue("--user", null);
        memory = given.matchedOptionValue("--memory", DEFAULT_MEMORY);
        cpus = given.matchedOptionValue("--cpus", null);
        hostName = given.matchedOptionValue("--hostname", "kenari");
        timeout = given.matchedOptionValue("--timeout", null);
        seed = given.matchedOptionValue("--seed", null);
        design = given.matchedOptionValue("--design", Monolithic.DESIGN);
        strace = given.hasMatchedOption("--strace");
        straceFile = given.matchedOptionValue("--strace-file", null);
        stats = given.hasMatchedOption("--stats");
        interpret = given.hasMatchedOption("--no-jit");
        jitLog = given.matchedOptionValue("--jit-log", null);
        profile = given.matchedOptionValue("--profile", null);
        append = given.matchedOptionValue("--append", "");
        crashDirectory = given.matchedOptionValue("--crash-dir", null);
        crashMemory = given.hasMatchedOption("--crash-memory");
    }

    static void declare(Command command) {
        command.add(Command.value(
                "IMAGE",
                "Root file system: debian[:SUITE][+PACKAGE,...], embedded, a directory, a tar file or an ext4 image"
                        + " (default: debian).",
                "--image"));
        command.add(Command.value(
                "NAME", "Keep what the run changes in the image; the next run with NAME goes on from there.", "--keep"));
        command.add(Command.flag("Pass standard input to the program.", "-i", "--interactive"));
        command.add(Command.flag("Give the program a terminal.", "-t", "--tty"));
        command.add(Command.values("NAME[=VALUE]", "Set an environment variable.", "-e", "--env"));
        command.add(Command.values("SOURCE:TARGET[:ro]", "Mount a host directory in the guest.", "-v", "--volume"));
        command.add(Command.values(
                "FILE[:ro]", "Attach a host file as a disk: /dev/vda, the next one /dev/vdb and so on.", "--disk"));
        command.add(Command.value("DIR", "Working directory (default: /).", "-w", "--workdir"));
        command.add(Command.value("USER[:GROUP]", "User by name or number (default: root).", "-u", "--user"));
        command.add(Command.value("BYTES", "Guest memory (default: 1g).", "-m", "--memory")
                .type(Long.class)
                .converters(ByteSize::parse));
        command.add(Command.value("N", "Number of harts (default: the host's processors, at most 8).", "--cpus")
                .type(Integer.class)
                .converters(number(Integer::valueOf)));
        command.add(Command.value("NAME", "The guest's host name (default: kenari).", "--hostname"));
        command.add(Command.value("SECONDS", "Stop the program after this time (exit code 124).", "--timeout")
                .type(Duration.class)
                .converters(DurationOption::parse));
        command.add(Command.value(
                        "N", "Repeat a run: time by instructions, randomness from N. Needs --cpus 1.", "--seed")
                .type(Long.class)
                .converters(number(Long::valueOf)));
        command.add(Command.value("NAME", "Kernel design: " + DesignOption.names() + " (default: mono).", "--design")
                .type(Design.class)
                .converters(DesignOption::parse));
        command.add(Command.flag("Print each system call to standard error.", "--strace"));
        command.add(file("Print each system call to a file.", "--strace-file"));
        command.add(Command.flag("Print what the run cost to standard error.", "--stats"));
        command.add(Command.flag("Interpret every instruction: translate nothing.", "--no-jit"));
        command.add(file("Write each translated region to a file: its instructions, and the bytecode of each.", "--jit-log"));
        command.add(file(
                "Write where programs spend their time: folded stacks for flame graphs, or speedscope's format if FILE ends in"
                        + " .json.",
                "--profile"));
        command.add(Command.value(
                "TEXT", "Kernel parameters, such as 'panic=5 oops=panic' (/proc/cmdline).", "--append"));
        command.add(Command.value("DIR", "Write a crash dump there if the kernel panics; 'kenari crash' reads it.", "--crash-dir")
                .type(Path.class)
                .converters(text -> Path.of(text)));
        command.add(Command.flag("Have guest memory in the crash dump.", "--crash-memory"));
    }

    private static OptionSpec.Builder file(String description, String name) {
        return Command.value("FILE", description, name).type(Path.class).converters(text -> Path.of(text));
    }

    private static <N> ITypeConverter<N> number(Function<String, N> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no number");
            }
        };
    }
}

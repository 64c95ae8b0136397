package dev.kenari.tools;

import dev.kenari.machine.riscv.isa.Assembler;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command, run as its user would: a JVM of its own, its words, its exit code. */
final class Kenari {
    private static final int LIMIT_SECONDS = 120;
    private static final long ORIGIN = 0x10000;

    record Result(int status, String output, String error) {
        List<String> errorLines() {
            return error.lines().toList();
        }
    }

    private final Map<String, String> environment = new HashMap<>();
    private final List<Path> firstOnClassPath = new ArrayList<>();

    /** @param home where its cache and its configuration would be */
    Kenari(Path home) {
        environment.put("HOME", home.toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    Kenari with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Classes and resources in {@code directory} are found before those that ship. */
    Kenari withClassPath(Path directory) {
        firstOnClassPath.add(directory);
        return this;
    }

    /** A program for an image, from its assembly. */
    static byte[] program(String source) {
        return Assembler.assemble(source, ORIGIN).elf();
    }

    /** Runs the command {@code kenari}. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return runClass("dev.kenari.tools.Main", arguments);
    }

    /** Runs the command on a terminal of its own; what that shows, with the carriage returns, is the output. */
    Result runOnTerminal(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-c", "import pty, sys; pty.spawn(sys.argv[1:])"));
        command.addAll(command("dev.kenari.tools.Main", arguments));
        return run(command);
    }

    /** Runs another class on the command's class path. */
    Result runClass(String main, String... arguments) throws IOException, InterruptedException {
        return run(command(main, arguments));
    }

    private List<String> command(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.httpserver",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path error = Files.createTempFile("kenari-error", null);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(error.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", command) + " does not end");
            }
            return new Result(process.exitValue(), output, Files.readString(error));
        } finally {
            process.destroyForcibly();
            Files.delete(error);
        }
    }

    private String classPath() {
        List<String> parts = new ArrayList<>(firstOnClassPath.stream().map(Path::toString).toList());
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            String path = System.getProperty(property, "");
            if (!path.isEmpty()) {
                parts.add(path);
            }
        }
        return String.join(File.pathSeparator, parts);
    }
}

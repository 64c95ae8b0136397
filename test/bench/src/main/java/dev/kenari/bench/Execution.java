package dev.kenari.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One finished run of a host command.
 *
 * @param seconds from its start to its end
 * @param output what it wrote to standard output
 * @param times the lines of standard error that are numbers: nanoseconds, as guest programs report them
 * @param peakKib the largest resident set seen
 */
record Execution(double seconds, byte[] output, List<Double> times, long peakKib) {
    private static final int FAST = 5;

    /** Runs {@code command} in {@code directory}. */
    static Execution of(List<String> command, Path directory, int limitSeconds)
            throws IOException, InterruptedException, FailedRun {
        Path output = Files.createTempFile("bench", ".out");
        Path errors = Files.createTempFile("bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            // So that all engines speak the same language, and Python leaves nothing behind that makes the next run faster.
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
            long start = System.nanoTime();
            Process process = builder.start();
            Peak peak = new Peak(process);
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new FailedRun("longer than " + limitSeconds + " s: " + String.join(" ", command));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String said = Files.readString(errors, StandardCharsets.ISO_8859_1);
            if (process.exitValue() != 0) {
                throw new FailedRun("exit code " + process.exitValue() + ": " + String.join(" ", command) + "\n" + said);
            }
            return new Execution(seconds, Files.readAllBytes(output), times(said), peak.kib());
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static List<Double> times(String errors) {
        return errors.lines().filter(l -> l.matches("\\d+")).map(l -> Double.parseDouble(l) / 1e9).toList();
    }

    /** The lines of the output that are a name, a tab and a number. */
    List<String[]> figures() {
        return new String(output, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .filter(fields -> fields.length == 2)
                .toList();
    }

    boolean sameOutput(Execution other) {
        return Arrays.equals(output, other.output);
    }

    /** Watches a process's resident set from /proc. */
    private static final class Peak {
        private final Thread watcher;
        private long kib;

        Peak(Process process) {
            watcher = Thread.ofPlatform().daemon().start(() -> watch(process));
        }

        private void watch(Process process) {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            while (process.isAlive()) {
                try {
                    for (String line : Files.readAllLines(status)) {
                        if (line.startsWith("VmHWM:")) {
                            kib = Math.max(kib, Long.parseLong(line.replaceAll("\\D", "")));
                        }
                    }
                    Thread.sleep(FAST);
                } catch (IOException e) {
                    return; // it has ended
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        long kib() throws InterruptedException {
            watcher.join();
            return kib;
        }
    }

    /** {@code count} runs, whose outputs must be equal. */
    static List<Execution> repeat(int count, List<String> command, Path directory, int limitSeconds)
            throws IOException, InterruptedException, FailedRun {
        List<Execution> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Execution one = of(command, directory, limitSeconds);
            if (i > 0 && !one.sameOutput(all.getFirst())) {
                throw new FailedRun("two runs print different things: " + String.join(" ", command));
            }
            all.add(one);
        }
        return all;
    }
}

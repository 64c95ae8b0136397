package dev.kenari.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds static riscv64 programs with Debian's cross compiler. */
final class CrossCompiler {
    private static final String GCC = "riscv64-linux-gnu-gcc";

    private CrossCompiler() {}

    /** Skips the calling test, and says why, where the compiler is missing. */
    static void require() {
        assumeTrue(
                onPath(GCC),
                "skipped: " + GCC + " is missing; install Debian packages gcc-riscv64-linux-gnu libc6-dev-riscv64-cross");
    }

    static boolean onPath(String program) {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** The static executable made of {@code source}. */
    static Path compile(Path source) throws IOException, InterruptedException {
        String name = source.getFileName().toString().replaceFirst("\\.c$", "");
        Path program = Files.createTempDirectory("kenari-guest").resolve(name);
        Process gcc = new ProcessBuilder(
                        List.of(GCC, "-O1", "-w", "-static", "-pthread", "-o", program.toString(), source.toString()))
                .redirectErrorStream(true)
                .start();
        String words = new String(gcc.getInputStream().readAllBytes());
        if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
            throw new IOException(source + " does not compile: " + words);
        }
        return program;
    }
}

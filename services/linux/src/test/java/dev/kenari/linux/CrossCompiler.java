package dev.kenari.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Debian's C compiler for riscv64, if it is installed; tests that need it are skipped otherwise. */
public final class CrossCompiler {
    private static final String COMMAND = "riscv64-linux-gnu-gcc";

    /** System calls for programs without a C library; {@code main} gets the initial stack pointer. */
    private static final String RUNTIME = """
            typedef long W;
            static W sys(W n, W a, W b, W c, W d, W e, W f) {
                register W a0 asm("a0") = a, a1 asm("a1") = b, a2 asm("a2") = c, a3 asm("a3") = d, a4 asm("a4") = e,
                    a5 asm("a5") = f, a7 asm("a7") = n;
                asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7) : "memory");
                return a0;
            }
            #define S(n, a...) S_(n, ##a, 0, 0, 0, 0, 0, 0)
            #define S_(n, a, b, c, d, e, f, ...) sys(n, (W)(a), (W)(b), (W)(c), (W)(d), (W)(e), (W)(f))
            enum { EXIT = 93, EXIT_GROUP = 94, CLONE = 220, EXECVE = 221, WAIT4 = 260, WAITID = 95, GETPID = 172, GETPPID = 173,
                GETTID = 178, PRCTL = 167, SETPGID = 154, GETPGID = 155, SETSID = 157, YIELD = 124, PIPE2 = 59, READ = 63,
                WRITE = 64, SETUID = 146, GETUID = 174 };
            #define CHECK(x) do { if (!(x)) S(EXIT_GROUP, __LINE__ & 0xFF ? __LINE__ & 0xFF : 255); } while (0)
            int start(W *sp);
            __attribute__((naked)) void _start(void) { asm("mv a0, sp\\ncall begin"); }
            __attribute__((used)) static void begin(W *sp) { S(EXIT_GROUP, start(sp)); }
            #line 1
            """;

    private CrossCompiler() {}

    /** A program that uses no library: {@code source} defines {@code int start(W *sp)}. */
    public static byte[] freestanding(String source, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-nostdlib", "-ffreestanding", "-march=rv64imac", "-mabi=lp64"));
        all.addAll(List.of(options.length == 0 ? new String[] {"-static"} : options));
        return compile(RUNTIME + source, all);
    }

    /** A program with Debian's C library. */
    public static byte[] compile(String source, List<String> options) throws Exception {
        Path directory = Files.createTempDirectory("kenari-test");
        Path input = directory.resolve("program.c");
        Path program = directory.resolve("program");
        try {
            Files.writeString(input, source, StandardCharsets.ISO_8859_1);
            List<String> command = new ArrayList<>(List.of(COMMAND, "-O1", "-w"));
            command.addAll(options);
            command.addAll(List.of("-o", program.toString(), input.toString()));
            Process process = start(command);
            String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(messages).isZero();
            return Files.readAllBytes(program);
        } finally {
            Files.deleteIfExists(program);
            Files.deleteIfExists(input);
            Files.delete(directory);
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("no " + COMMAND + ": install Debian's gcc-riscv64-linux-gnu and libc6-dev-riscv64-cross");
            throw new AssertionError(e);
        }
    }
}

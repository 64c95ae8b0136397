package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user sees of a kernel that fails; provoked as on Linux, through /proc/sysrq-trigger. */
class KernelPanicTest {
    private static final String CRASH = """
            _start:
                li   a0, -100
                la   a1, path
                li   a2, 1              # O_WRONLY
                li   a7, 56             # openat
                ecall
                la   a1, key
                li   a2, 1
                li   a7, 64             # write
                ecall
                li   a7, 93             # exit
                ecall
            path:
                .asciz "/proc/sysrq-trigger"
            key:
                .ascii "c"
            """;

    @TempDir
    Path directory;

    @Test
    void showsTheStateOfTheKernel() throws Exception {
        Path image = directory.resolve("image");
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("proc"));
        Path program = Files.write(image.resolve("bin/crash"), Kenari.program(CRASH));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        Kenari.Result result =
                new Kenari(directory).run("run", "--cpus", "2", "--image", image.toString(), "/bin/crash");

        assertThat(result.status()).isEqualTo(125);
        List<String> lines = result.errorLines();
        assertThat(lines.getFirst()).isEqualTo("kernel panic: sysrq triggered crash");
        assertThat(lines.get(1)).matches("hart [01]: task crash, pid 2, tid 2, at \\d+\\.\\d{6} s");
        assertThat(lines).contains("cause  environment call from U-mode   stval 0000000000000000");
        assertThat(lines).anyMatch(line -> line.matches("pc {5}[0-9a-f]{16}   satp 8[0-9a-f]{15}   fcsr 0"));
        assertThat(lines).anyMatch(line -> line.startsWith("a6   ") && line.contains("a7   0000000000000040"));
        assertThat(lines).anyMatch(line -> line.matches("hart [01]: idle"));
        int write = index(lines, " +\\d+\\.\\d{6} crash\\[\\d+] write\\(0x3, 0x100\\p{XDigit}+, 0x1, \\.\\.\\.\\)");
        assertThat(lines.get(write - 1)).matches(" +crash\\[\\d+] openat = 0x3");
        int stack = index(lines, "kernel stack of \"sysrq triggered crash\":");
        assertThat(lines.get(stack + 1)).matches("  process\\.procfs\\.SystemFiles\\.sysRequest:\\d+");
        assertThat(lines.size() - stack).isLessThan(20);
        assertThat(lines.getLast())
                .isEqualTo("error: kernel-panic: sysrq triggered crash; a bug of Kenari's: please report the lines above");
        assertThat(result.error()).doesNotContain("\tat ");
    }

    private static int index(List<String> lines, String pattern) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(pattern)) {
                return i;
            }
        }
        throw new AssertionError("no line is " + pattern + " in\n" + String.join("\n", lines));
    }
}

package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user sees of a kernel that fails; provoked as on Linux, through /proc/sysrq-trigger. */
@Tag("slow")
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

    /** Crashes unless a file is there already. */
    private static final String ONCE = """
            _start:
                li   a0, -100
                la   a1, mark
                li   a2, 193           # O_WRONLY | O_CREAT | O_EXCL
                li   a3, 420
                li   a7, 56             # openat
                ecall
                bltz a0, again
                li   a0, -100
                la   a1, path
                li   a2, 1              # O_WRONLY
                li   a7, 56             # openat
                ecall
                la   a1, key
                li   a2, 1
                li   a7, 64             # write
                ecall
            again:
                li   a0, 7
                li   a7, 93             # exit
                ecall
            mark:
                .asciz "/v/mark"
            path:
                .asciz "/proc/sysrq-trigger"
            key:
                .ascii "c"
            """;

    @TempDir
    Path directory;

    private Path image(String source) throws IOException {
        Path image = directory.resolve("image");
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("proc"));
        Path program = Files.write(image.resolve("bin/crash"), Kenari.program(source));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return image;
    }

    @Test
    void showsTheStateOfTheKernel() throws Exception {
        Kenari.Result result =
                new Kenari(directory).run("run", "--cpus", "2", "--image", image(CRASH).toString(), "/bin/crash");

        assertThat(result.status()).isEqualTo(125);
        List<String> lines = result.errorLines();
        assertThat(lines.getFirst()).isEqualTo("kernel panic: sysrq triggered crash");
        assertThat(lines.get(1)).isEqualTo("component process.procfs   Not tainted");
        assertThat(lines.get(2)).matches("hart [01]: task crash, pid 2, tid 2, at \\d+\\.\\d{6} s");
        assertThat(lines).contains("cause  environment call from U-mode   stval 0000000000000000");
        assertThat(lines).anyMatch(line -> line.matches("pc {5}[0-9a-f]{16}   satp 8[0-9a-f]{15}   fcsr 0"));
        assertThat(lines).anyMatch(line -> line.startsWith("a6   ") && line.contains("a7   0000000000000040"));
        assertThat(lines).anyMatch(line -> line.matches("hart [01]: idle"));
        int write = index(lines, " +\\d+\\.\\d{6} crash\\[\\d+] write\\(0x3, 0x100\\p{XDigit}+, 0x1, \\.\\.\\.\\)");
        assertThat(lines.get(write - 1)).matches(" +crash\\[\\d+] openat = 0x3");
        int stack = index(lines, "kernel stack of \"sysrq triggered crash\":");
        assertThat(lines.get(stack + 1)).matches("  process\\.procfs\\.SystemFiles\\.sysRequest:\\d+");
        int program = index(lines, "stack of the program:");
        assertThat(program - stack).isLessThan(20);
        assertThat(lines.get(program + 1)).matches("  crash\\+0x[0-9a-f]+");
        assertThat(lines.getLast())
                .isEqualTo("error: kernel-panic: sysrq triggered crash; a bug of Kenari's: please report the lines above");
        assertThat(result.error()).doesNotContain("\tat ");
    }

    @Test
    void leavesADumpThatTellsTheSame() throws Exception {
        Path dumps = Files.createDirectory(directory.resolve("dumps"));
        Kenari kenari = new Kenari(directory);
        Kenari.Result run = kenari.run(
                "run", "--cpus", "1", "--crash-dir", dumps.toString(), "--crash-memory", "--append", "oops=panic",
                "--image", image(CRASH).toString(), "/bin/crash");

        assertThat(run.status()).isEqualTo(125);
        Path dump = onlyFile(dumps);
        assertThat(run.errorLines()).contains("kenari: crash dump: " + dump);
        Kenari.Result all = kenari.run("crash", dump.toString());
        assertThat(all.status()).as(all.error()).isZero();
        List<String> lines = all.output().lines().toList();
        assertThat(lines).contains(
                "== state", "kernel panic: sysrq triggered crash", "component process.procfs   Not tainted",
                "== events", "== stack", "== program", "== tasks", "== memory");
        index(lines, " +\\d+ +S +\\d .* init");
        index(lines, " {9}kernel\\.sync\\.WaitQueue\\.\\w+:\\d+");
        index(lines, " +\\d+ +R +0 .* crash, pid 2, tid 2");
        assertThat(kenari.run("crash", "--memory", dump.toString()).output()).matches("(?s)frames +262144 of 4 KiB\n.*");
        Matcher satp = Pattern.compile("satp 8([0-9a-f]{15})").matcher(run.error());
        assertThat(satp.find()).isTrue();
        String root = "0x" + Long.toHexString((Long.parseLong(satp.group(1), 16) & (1L << 44) - 1) << 12);
        assertThat(kenari.run("crash", "--read", root + ",4096", dump.toString()).output()).contains(" 01 ");
    }

    @Test
    void theDumpHasTheLastMessages() throws Exception {
        Path dumps = Files.createDirectory(directory.resolve("dumps"));
        Kenari kenari = new Kenari(directory);
        Kenari.Result run = kenari.run(
                "run", "--design", "micro", "--cpus", "1", "--crash-dir", dumps.toString(), "--append", "oops=panic",
                "--image", image(CRASH).toString(), "/bin/crash");

        assertThat(run.status()).isEqualTo(125);
        String messages = kenari.run("crash", "--messages", onlyFile(dumps).toString()).output();
        assertThat(messages.lines())
                .hasSizeLessThanOrEqualTo(32)
                .anyMatch(line -> line.matches(" +[0-9.]+ \\S+\\[\\d+] -> \\S+\\.\\w+, \\d+ bytes, (\\d+ back|no reply yet)"));
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void panicParameterRestartsTheMachine() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Kenari.Result result = new Kenari(directory).run(
                "run", "--append", "panic=-1", "-v", volume + ":/v", "--image", image(ONCE).toString(), "/bin/crash");

        assertThat(result.status()).as(result.error()).isEqualTo(7);
        assertThat(result.errorLines()).contains("kernel panic: sysrq triggered crash", "kenari: rebooting");
    }

    @Test
    void restartsCountAgainstTheTimeout() throws Exception {
        Kenari.Result result = new Kenari(directory).run(
                "run", "--append", "panic=3600", "--timeout", "100", "--image", image(CRASH).toString(), "/bin/crash");

        assertThat(result.status()).as(result.error()).isEqualTo(124);
        assertThat(result.errorLines().getLast())
                .isEqualTo("kenari: no restart: it would come after 100 s (--timeout)");
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

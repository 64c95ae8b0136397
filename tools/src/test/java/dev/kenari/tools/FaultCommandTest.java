package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kenari fault}: the same fault in different designs, as the user sees it. */
@Tag("slow")
class FaultCommandTest {
    /** Reads a page of the disk, sleeps, reads the next, and ends with 0 if it got both. */
    private static final String READ = """
            _start:
                li   a0, -100
                la   a1, disk
                li   a2, 0
                li   a7, 56             # openat
                ecall
                mv   s1, a0
                call read
                mv   s2, a0
                la   a0, second
                li   a1, 0
                li   a7, 101            # nanosleep
                ecall
                mv   a0, s1
                call read
                or   a0, a0, s2
                li   a7, 93             # exit
                ecall
            read:
                li   t0, 4096
                sub  sp, sp, t0
                mv   a1, sp
                li   a2, 4096
                li   a7, 63             # read
                ecall
                li   t0, 4096
                sub  a0, a0, t0
                snez a0, a0
                ret
            .balign 8
            second:
                .dword 1, 0
            disk:
                .asciz "/dev/vda"
            """;

    @TempDir
    Path directory;

    private Kenari.Result run(String design, String... flags) throws Exception {
        Path image = directory.resolve("image");
        Files.createDirectories(image.resolve("bin"));
        Path program = Files.write(image.resolve("bin/read"), Kenari.program(READ));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path disk = Files.write(directory.resolve("disk"), new byte[1 << 20]);
        List<String> arguments = new ArrayList<>(List.of(
                "fault", "--design", design, "--cpus", "1", "-m", "64m", "--image", image.toString(), "--disk", disk.toString()));
        arguments.addAll(List.of(flags));
        arguments.add("/bin/read");
        return new Kenari(directory).run(arguments.toArray(String[]::new));
    }

    /** The first call that moves data is beyond those that ask for size and limits. */
    private static final String[] EXCEPTION = {"--component", "virtio_blk/vda", "--kind", "exception", "--seed", "3", "--at", "8"};

    @Test
    void aDomainIsRestarted() throws Exception {
        Kenari.Result result = run("micro", EXCEPTION);
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.errorLines().getLast())
                .matches("kenari: fault exception@virtio_blk/vda:8#3: activated at \\w+; the kernel survived; programs killed: 0;"
                        + " components ended: 1; next good call after [0-9.]+ ms");
    }

    @Test
    void aDomainWhoseInterruptNeverEndsIsRestarted() throws Exception {
        Kenari.Result result = run("micro", "--component", "virtio_blk/vda", "--kind", "irq-storm");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.errorLines().getLast()).contains("activated at interrupt; the kernel survived;", "components ended: 1;");
    }

    @Test
    void theKernelKillsTheProgram() throws Exception {
        Kenari.Result result = run("mono", EXCEPTION);
        assertThat(result.status()).as(result.error()).isEqualTo(128 + 11);
        assertThat(result.errorLines().getLast()).contains("; the kernel survived; programs killed: 1;");
    }

    @Test
    void theKernelPanicsIfToldTo() throws Exception {
        List<String> flags = new ArrayList<>(List.of(EXCEPTION));
        flags.addAll(List.of("--append", "oops=panic"));
        Kenari.Result result = run("mono", flags.toArray(String[]::new));
        assertThat(result.status()).as(result.error()).isEqualTo(125);
        assertThat(result.error()).contains("; the kernel panicked; ", "error: kernel-panic: Fatal exception");
    }

    @Test
    void saysWhatDidNotHappen() throws Exception {
        assertThat(run("mono", "--component", "virtio_net", "--kind", "leak").errorLines().getLast())
                .isEqualTo("kenari: fault leak@virtio_net:1#0: not injected: the board has no such component");
        assertThat(run("mono", "--component", "virtio_blk", "--kind", "leak", "--at", "100000").errorLines().getLast())
                .isEqualTo("kenari: fault leak@virtio_blk:100000#0: injected, not activated: it was never due");
    }

    @Test
    void explainsMistakes() throws Exception {
        assertThat(run("mono", "--component", "virtio_blk", "--kind", "gremlin").error()).matches(
                "error: usage: --kind: 'gremlin' is none of exception, hang, .*; see 'kenari fault --help'\\R");
        assertThat(run("mono", "--component", "virtio_blk").error())
                .matches("error: usage: fault needs --component, --kind and a command; see 'kenari fault --help'\\R");
    }
}

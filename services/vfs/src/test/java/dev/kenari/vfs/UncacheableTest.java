package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class UncacheableTest {
    @Test
    void asksTheFileSystemEveryTime() throws Exception {
        Files.run(f -> {
            FakeProc proc = new FakeProc();
            f.vfs.mkdirat(f.client, CWD, "/proc", 0555);
            f.component.mount(proc, "proc", "/proc", 0);
            expect(Errno.ENOENT, () -> f.content("/proc/7"));
            proc.put("7", "seven");
            assertThat(f.content("/proc/7")).isEqualTo("seven");
            proc.put("7", "changed");
            assertThat(f.content("/proc/7")).isEqualTo("changed");
            assertThat(f.stat("/proc/7").size()).isZero();
            proc.remove("7");
            assertThat(f.exists("/proc/7")).isFalse();
            assertThat(f.list("/proc")).contains("fd0", "cwd");
        });
    }

    @Test
    void magicLinksLeadToTheFileItself() throws Exception {
        Files.run(f -> {
            FakeProc proc = new FakeProc();
            proc.client = f.client;
            f.vfs.mkdirat(f.client, CWD, "/proc", 0555);
            f.component.mount(proc, "proc", "/proc", 0);
            f.make("/secret", "data");
            int fd = f.open("/secret", Fcntl.O_RDONLY);
            assertThat(fd).isZero();
            f.vfs.unlinkat(f.client, CWD, "/secret", 0);
            assertThat(f.vfs.readlinkat(f.client, CWD, "/proc/fd0")).isEqualTo("/secret (deleted)");
            assertThat(f.content("/proc/fd0")).isEqualTo("data");
            f.vfs.chdir(f.client, "/dev");
            assertThat(f.stat("/proc/cwd/null").rdev()).isEqualTo(0x103);
            expect(Errno.ELOOP, () -> f.vfs.openat2(f.client, CWD, "/proc/fd0", 0, 0, Fcntl.RESOLVE_NO_MAGICLINKS));
        });
    }

    @Test
    void magicLinksOpenPipesAgain() throws Exception {
        Files.run(f -> {
            FakeProc proc = new FakeProc();
            proc.client = f.client;
            f.vfs.mkdirat(f.client, CWD, "/proc", 0555);
            f.component.mount(proc, "proc", "/proc", 0);
            int[] pipe = f.component.channels().pipe(f.client, 0);
            assertThat(pipe[0]).isZero();
            f.write(pipe[1], "left in the pipe");
            f.vfs.close(f.client, pipe[1]);
            assertThat(f.content("/proc/fd0")).isEqualTo("left in the pipe");
            assertThat(f.vfs.readlinkat(f.client, CWD, "/proc/fd0")).startsWith("pipe:[");
        });
    }

    @Test
    void forgetsWhatIsNotUsed() throws Exception {
        Files.run(f -> {
            FakeProc proc = new FakeProc();
            f.vfs.mkdirat(f.client, CWD, "/proc", 0555);
            f.component.mount(proc, "proc", "/proc", 0);
            for (int i = 0; i < 10_000; i++) {
                proc.put("n" + i, "x");
                f.stat("/proc/n" + i);
                proc.remove("n" + i);
            }
            assertThat(proc.remembered()).isLessThan(5000);
        });
    }
}

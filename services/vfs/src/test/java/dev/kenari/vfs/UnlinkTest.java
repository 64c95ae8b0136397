package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class UnlinkTest {
    @Test
    void leavesAnOpenFileAlone() throws Exception {
        Files.run(f -> {
            f.make("/a", "still here");
            int fd = f.open("/a", Fcntl.O_RDWR);
            f.vfs.unlinkat(f.client, CWD, "/a", 0);
            assertThat(f.exists("/a")).isFalse();
            assertThat(f.read(fd, 100)).isEqualTo("still here");
            f.write(fd, "!");
            assertThat(f.vfs.fstat(f.client, fd).attributes().links()).isZero();
            assertThat(f.vfs.fstat(f.client, fd).attributes().size()).isEqualTo(11);
            assertThat(f.vfs.openFile(f.client, fd).name()).isEqualTo("/a (deleted)");
        });
    }

    @Test
    void givesTheMemoryBack() throws Exception {
        Files.run(f -> {
            f.make("/first", "x");
            int free = f.kernel.frames().free();
            f.make("/a", "x".repeat(100_000));
            assertThat(f.kernel.frames().free()).isLessThan(free - 20);
            f.vfs.unlinkat(f.client, CWD, "/a", 0);
            assertThat(f.kernel.frames().free()).isEqualTo(free);
        });
    }

    @Test
    void respectsTheStickyBit() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/tmp", 0777);
            f.vfs.fchmodat(f.client, CWD, "/tmp", 01777, 0);
            int a = f.user(1, 1);
            int b = f.user(2, 2);
            f.vfs.close(a, f.vfs.openat(a, CWD, "/tmp/mine", Fcntl.O_CREAT, 0666));
            expect(Errno.EPERM, () -> f.vfs.unlinkat(b, CWD, "/tmp/mine", 0));
            expect(Errno.EPERM, () -> f.vfs.renameat2(b, CWD, "/tmp/mine", CWD, "/tmp/yours", 0));
            f.vfs.unlinkat(a, CWD, "/tmp/mine", 0);
        });
    }

    @Test
    void failsAsThePageSays() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.make("/d/f", "");
            expect(Errno.ENOENT, () -> f.vfs.unlinkat(f.client, CWD, "/none", 0));
            expect(Errno.EISDIR, () -> f.vfs.unlinkat(f.client, CWD, "/d", 0));
            expect(Errno.ENOTDIR, () -> f.vfs.unlinkat(f.client, CWD, "/d/f/", 0));
            expect(Errno.ENOTDIR, () -> f.vfs.unlinkat(f.client, CWD, "/d/f", Fcntl.AT_REMOVEDIR));
            expect(Errno.ENOTEMPTY, () -> f.vfs.unlinkat(f.client, CWD, "/d", Fcntl.AT_REMOVEDIR));
            expect(Errno.EINVAL, () -> f.vfs.unlinkat(f.client, CWD, "/d/.", Fcntl.AT_REMOVEDIR));
            expect(Errno.ENOTEMPTY, () -> f.vfs.unlinkat(f.client, CWD, "/d/..", Fcntl.AT_REMOVEDIR));
            expect(Errno.EBUSY, () -> f.vfs.unlinkat(f.client, CWD, "/", Fcntl.AT_REMOVEDIR));
            expect(Errno.EBUSY, () -> f.vfs.unlinkat(f.client, CWD, "/dev", Fcntl.AT_REMOVEDIR));
            expect(Errno.EINVAL, () -> f.vfs.unlinkat(f.client, CWD, "/d/f", 0x4000));
        });
    }

    @Test
    void aRemovedDirectoryTakesNoFiles() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.vfs.chdir(f.client, "/d");
            f.vfs.unlinkat(f.client, CWD, "/d", Fcntl.AT_REMOVEDIR);
            expect(Errno.ENOENT, () -> f.open("x", Fcntl.O_CREAT));
            expect(Errno.ENOENT, () -> f.vfs.getcwd(f.client));
            f.vfs.chdir(f.client, "..");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/");
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import org.junit.jupiter.api.Test;

class MountTest {
    @Test
    void mountsATmpfsAndUnmountsIt() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/m", 0755);
            f.vfs.mount(f.client, "tmp", "/m", "tmpfs", 0, "mode=700,size=1m");
            f.make("/m/f", "x");
            assertThat(f.stat("/m").mode()).isEqualTo(040700);
            assertThat(f.vfs.mounts(f.client))
                    .extracting(MountedFileSystem::mountPoint)
                    .containsExactly("/", "/dev", "/m");
            int fd = f.open("/m/f", 0);
            expect(Errno.EBUSY, () -> f.vfs.umount2(f.client, "/m", 0));
            f.vfs.close(f.client, fd);
            f.vfs.umount2(f.client, "/m", 0);
            assertThat(f.exists("/m/f")).isFalse();
            expect(Errno.EINVAL, () -> f.vfs.umount2(f.client, "/m", 0));
            expect(Errno.ENODEV, () -> f.vfs.mount(f.client, "", "/m", "nofs", 0, null));
            expect(Errno.EINVAL, () -> f.vfs.mount(f.client, "", "/m", "tmpfs", 0, "bogus"));
            int user = f.user(1, 1);
            expect(Errno.EPERM, () -> f.vfs.mount(user, "", "/m", "tmpfs", 0, null));
        });
    }

    @Test
    void expiresAtTheSecondAttemptUnlessUsedBetween() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/m", 0755);
            f.vfs.mount(f.client, "t", "/m", "tmpfs", 0, null);
            expect(Errno.EINVAL, () -> f.vfs.umount2(f.client, "/m", 4 | 2));
            expect(Errno.EAGAIN, () -> f.vfs.umount2(f.client, "/m", 4));
            f.make("/m/f", "used");
            expect(Errno.EAGAIN, () -> f.vfs.umount2(f.client, "/m", 4));
            f.vfs.umount2(f.client, "/m", 4);
            assertThat(f.exists("/m/f")).isFalse();
        });
    }

    @Test
    void twoMountsOfOneFileSystemKnowTheSameNames() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.vfs.mount(f.client, "d", "/d", "devtmpfs", 0, null);
            f.make("/dev/f", "x");
            assertThat(f.exists("/d/f")).isTrue();
            f.vfs.unlinkat(f.client, CWD, "/dev/f", 0);
            assertThat(f.exists("/d/f")).isFalse();
        });
    }

    @Test
    void theLastUserGivesTheMemoryBack() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/m", 0755);
            f.make("/warm", "up");
            int free = f.kernel.frames().free();
            f.vfs.mount(f.client, "t", "/m", "tmpfs", 0, null);
            f.make("/m/a", "x".repeat(50_000));
            f.make("/m/b", "x".repeat(50_000));
            int fd = f.open("/m/b", 0);
            f.vfs.umount2(f.client, "/m", 2);
            assertThat(f.read(fd, 3)).isEqualTo("xxx");
            f.vfs.close(f.client, fd);
            assertThat(f.kernel.frames().free()).isEqualTo(free);
            f.make("/dev/shm/kept", "kept");
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.vfs.mount(f.client, "d", "/d", "devtmpfs", 0, null);
            f.vfs.umount2(f.client, "/dev", 0);
            f.vfs.umount2(f.client, "/d", 0);
            f.vfs.mount(f.client, "d", "/d", "devtmpfs", 0, null);
            assertThat(f.content("/d/shm/kept")).isEqualTo("kept");
        });
    }

    @Test
    void bindsATreeReadOnly() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/src", 0755);
            f.make("/src/f", "x");
            f.vfs.mkdirat(f.client, CWD, "/dst", 0755);
            f.vfs.mount(f.client, "/src", "/dst", "", 0x1000, null);
            f.vfs.mount(f.client, "", "/dst", "", 0x1000 | 0x20 | 1, null);
            assertThat(f.content("/dst/f")).isEqualTo("x");
            expect(Errno.EROFS, () -> f.open("/dst/f", Fcntl.O_WRONLY));
            expect(Errno.EROFS, () -> f.open("/dst/new", Fcntl.O_CREAT));
            expect(Errno.EROFS, () -> f.vfs.unlinkat(f.client, CWD, "/dst/f", 0));
            expect(Errno.EROFS, () -> f.vfs.mkdirat(f.client, CWD, "/dst/d", 0755));
            expect(Errno.EROFS, () -> f.vfs.fchmodat(f.client, CWD, "/dst/f", 0, 0));
            f.make("/src/f", "changed");
            assertThat(f.content("/dst/f")).isEqualTo("changed");
            assertThat(f.vfs.mounts(f.client).getLast().root()).isEqualTo("/src");
            assertThat(f.vfs.mounts(f.client).getLast().options()).startsWith("ro,");
        });
    }

    @Test
    void movesAndDetaches() throws Exception {
        Files.run(f -> {
            for (String name : new String[] {"/a", "/b"}) {
                f.vfs.mkdirat(f.client, CWD, name, 0755);
            }
            f.vfs.mount(f.client, "t", "/a", "tmpfs", 0, null);
            f.make("/a/f", "x");
            f.vfs.mount(f.client, "/a", "/b", "", 0x2000, null);
            assertThat(f.exists("/a/f")).isFalse();
            int fd = f.open("/b/f", 0);
            f.vfs.umount2(f.client, "/b", 2);
            assertThat(f.exists("/b/f")).isFalse();
            assertThat(f.read(fd, 9)).isEqualTo("x");
        });
    }

    @Test
    void forbidsDevicesAndPrograms() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/m", 0755);
            f.vfs.mount(f.client, "t", "/m", "tmpfs", 4 | 8 | 2, null);
            f.vfs.mknodat(f.client, CWD, "/m/null", FileMode.S_IFCHR | 0666, 0x103);
            expect(Errno.EACCES, () -> f.open("/m/null", 0));
            f.make("/m/prog", "x");
            f.vfs.fchmodat(f.client, CWD, "/m/prog", 04755, 0);
            expect(Errno.EACCES, () -> f.vfs.openExecutable(f.client, CWD, "/m/prog", 0));
            expect(Errno.EPERM, () -> f.vfs.map(f.client, f.open("/m/prog", 0), 5, false, 0, 4096));
        });
    }

    @Test
    void reportsTheFileSystem() throws Exception {
        Files.run(f -> {
            FileSystemStatus status = f.vfs.statfs(f.client, "/");
            assertThat(status.type()).isEqualTo(0x01021994);
            assertThat(status.blocks()).isPositive();
            assertThat(status.freeBlocks()).isBetween(1L, status.blocks());
            assertThat(status.nameLength()).isEqualTo(255);
        });
    }
}

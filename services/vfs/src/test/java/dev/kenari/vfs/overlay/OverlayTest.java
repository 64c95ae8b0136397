package dev.kenari.vfs.overlay;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the conformance script does not show: attributes of the overlay's own, what a crash leaves, memory. */
class OverlayTest {
    static void mount(Files f, String options) throws Errno {
        f.vfs.mount(f.client, "overlay", "/m", "overlay", 0, options);
    }

    static void directories(Files f, String... paths) throws Errno {
        for (String path : paths) {
            f.vfs.mkdirat(f.client, CWD, path, 0755);
        }
    }

    @Test
    void marksItsOwnAndShowsItNobody() throws Exception {
        Files.run(f -> {
            directories(f, "/l", "/l/d", "/u", "/w", "/m");
            f.make("/l/d/f", "x");
            f.vfs.setxattr(f.client, CWD, "/l/d/f", "user.a", Files.bytes("1"), 0, 0);
            mount(f, "lowerdir=/l,upperdir=/u,workdir=/w");
            f.vfs.unlinkat(f.client, CWD, "/m/d/f", 0);
            assertThat(f.lstat("/u/d/f").mode()).isEqualTo(FileMode.S_IFCHR);
            f.vfs.unlinkat(f.client, CWD, "/m/d", Fcntl.AT_REMOVEDIR);
            f.vfs.mkdirat(f.client, CWD, "/m/d", 0700);
            assertThat(f.vfs.getxattr(f.client, CWD, "/u/d", "trusted.overlay.opaque", 0)).isEqualTo(Files.bytes("y"));
            assertThat(f.vfs.listxattr(f.client, CWD, "/m/d", 0)).isEmpty();
            expect(Errno.EOPNOTSUPP, () -> f.vfs.getxattr(f.client, CWD, "/m/d", "trusted.overlay.opaque", 0));
            expect(Errno.EPERM, () -> f.vfs.mknodat(f.client, CWD, "/m/w", FileMode.S_IFCHR, 0));
            assertThat(f.list("/m/d")).containsExactly(".", "..");
        });
    }

    @Test
    void copiesExtendedAttributesAndHolesUp() throws Exception {
        Files.run(f -> {
            directories(f, "/l", "/u", "/w", "/m");
            f.make("/l/f", "x");
            f.vfs.truncate(f.client, "/l/f", 1 << 20);
            f.vfs.setxattr(f.client, CWD, "/l/f", "user.a", Files.bytes("1"), 0, 0);
            mount(f, "lowerdir=/l,upperdir=/u,workdir=/w");
            expect(Errno.ENODATA, () -> f.vfs.removexattr(f.client, CWD, "/m/f", "user.b", 0));
            assertThat(f.exists("/u/f")).isFalse();
            Attributes before = f.stat("/m/f");
            f.vfs.setxattr(f.client, CWD, "/m/f", "user.c", Files.bytes("2"), 0, 0);
            assertThat(f.vfs.listxattr(f.client, CWD, "/u/f", 0)).isEqualTo("user.a\0user.c\0");
            assertThat(f.stat("/u/f").size()).isEqualTo(1 << 20);
            assertThat(f.stat("/u/f").blocks()).isEqualTo(8);
            assertThat(f.stat("/m/f").inode()).isEqualTo(before.inode());
            assertThat(f.stat("/m/f").modified()).isEqualTo(before.modified());
        });
    }

    @Test
    void clearsWhatACrashLeftInTheWorkDirectory() throws Exception {
        Files.run(f -> {
            directories(f, "/l", "/u", "/w", "/m", "/w/work", "/w/work/#1", "/w/work/#1/deep");
            f.make("/w/work/#1/deep/f", "half");
            f.make("/w/work/#2", "half");
            mount(f, "lowerdir=/l,upperdir=/u,workdir=/w");
            assertThat(f.list("/w/work")).containsExactly(".", "..");
            f.make("/m/f", "whole");
            assertThat(f.list("/u")).containsExactly(".", "..", "f");
        });
    }

    @Test
    void aFileWithoutANameCanStillBeChanged() throws Exception {
        Files.run(f -> {
            directories(f, "/l", "/u", "/w", "/m");
            f.make("/l/f", "x");
            mount(f, "lowerdir=/l,upperdir=/u,workdir=/w");
            int fd = f.open("/m/f", Fcntl.O_RDONLY);
            f.vfs.unlinkat(f.client, CWD, "/m/f", 0);
            f.vfs.fchmodat(f.client, fd, "", 0600, Fcntl.AT_EMPTY_PATH);
            assertThat(f.vfs.fstat(f.client, fd).attributes().mode()).isEqualTo(FileMode.S_IFREG | 0600);
            assertThat(f.lstat("/u/f").mode()).isEqualTo(FileMode.S_IFCHR);
            assertThat(f.read(fd, 2)).isEqualTo("x");
            f.vfs.close(f.client, fd);
            int unnamed = f.open("/m", Fcntl.O_TMPFILE | Fcntl.O_RDWR);
            f.write(unnamed, "new");
            f.vfs.linkat(f.client, unnamed, "", CWD, "/m/f", Fcntl.AT_EMPTY_PATH);
            assertThat(f.content("/u/f")).isEqualTo("new");
        });
    }

    @Test
    void aRenameLeavesAWhiteoutInTheSameStep() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.renameat2(f.client, CWD, "/a", CWD, "/b", Fcntl.RENAME_WHITEOUT);
            assertThat(f.lstat("/a").mode()).isEqualTo(FileMode.S_IFCHR);
            assertThat(f.content("/b")).isEqualTo("x");
            expect(Errno.EINVAL, () -> f.vfs.renameat2(
                    f.client, CWD, "/a", CWD, "/b", Fcntl.RENAME_WHITEOUT | Fcntl.RENAME_EXCHANGE));
            int user = f.user(1, 1);
            expect(Errno.EPERM, () -> f.vfs.renameat2(user, CWD, "/b", CWD, "/c", Fcntl.RENAME_WHITEOUT));
        });
    }

    @Test
    void givesItsLayersBack() throws Exception {
        Files.run(f -> {
            directories(f, "/t");
            f.vfs.mount(f.client, "t", "/t", "tmpfs", 0, null);
            directories(f, "/t/l", "/t/l/d", "/t/u", "/t/w", "/m");
            f.make("/t/l/d/f", "x".repeat(9000));
            mount(f, "lowerdir=/t/l,upperdir=/t/u,workdir=/t/w");
            f.make("/m/d/f", "y".repeat(9000));
            assertThat(f.list("/m/d")).isEqualTo(List.of(".", "..", "f"));
            f.vfs.umount2(f.client, "/m", 0);
            assertThat(f.content("/t/l/d/f")).startsWith("x");
            assertThat(f.content("/t/u/d/f")).startsWith("y");
            f.vfs.umount2(f.client, "/t", 0);
            assertThat(f.exists("/t/l")).isFalse();
        });
    }

    @Test
    void refusesOptionsThatItDoesNotHave() throws Exception {
        Files.run(f -> {
            directories(f, "/l", "/l/in", "/l/u", "/l/w", "/u", "/u/in", "/w", "/m");
            for (String options : List.of(
                    "", "lowerdir=", "lowerdir=/l", "lowerdir=/l,upperdir=/u", "upperdir=/u,workdir=/w",
                    "lowerdir=/l,upperdir=/u,workdir=/w,redirect_dir=on", "lowerdir=/l,upperdir=/u,workdir=/u",
                    "lowerdir=/l,upperdir=/u,workdir=/w,index=on", "lowerdir=/l,upperdir=/u,workdir=/w,what")) {
                expect(Errno.EINVAL, () -> mount(f, options));
            }
            for (String options : List.of(
                    "lowerdir=/l:/l/in", "lowerdir=/l/in:/l", "lowerdir=/l:/l", "lowerdir=/u,upperdir=/u,workdir=/w",
                    "lowerdir=/u/in,upperdir=/u,workdir=/w")) {
                expect(Errno.ELOOP, () -> mount(f, options));
            }
            mount(f, "lowerdir=/l,upperdir=/l/u,workdir=/l/w");
            expect(Errno.ENOENT, () -> mount(f, "lowerdir=/none,upperdir=/u,workdir=/w"));
        });
    }
}

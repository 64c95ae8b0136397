package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class RenameTest {
    @Test
    void replacesAndKeepsTheOldOneOpen() throws Exception {
        Files.run(f -> {
            f.make("/a", "new");
            f.make("/b", "old");
            int fd = f.open("/b", 0);
            f.vfs.renameat2(f.client, CWD, "/a", CWD, "/b", 0);
            assertThat(f.exists("/a")).isFalse();
            assertThat(f.content("/b")).isEqualTo("new");
            assertThat(f.read(fd, 9)).isEqualTo("old");
        });
    }

    @Test
    void movesDirectoriesWithTheirFiles() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/a", 0755);
            f.vfs.mkdirat(f.client, CWD, "/b", 0755);
            f.make("/a/f", "x");
            int fd = f.open("/a/f", 0);
            f.vfs.renameat2(f.client, CWD, "/a", CWD, "/b/c", 0);
            assertThat(f.content("/b/c/f")).isEqualTo("x");
            assertThat(f.vfs.openFile(f.client, fd).name()).isEqualTo("/b/c/f");
            assertThat(f.stat("/b").links()).isEqualTo(3);
            assertThat(f.stat("/b/c/..").inode()).isEqualTo(f.stat("/b").inode());
        });
    }

    @Test
    void exchanges() throws Exception {
        Files.run(f -> {
            f.make("/a", "a");
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.make("/d/b", "b");
            f.vfs.renameat2(f.client, CWD, "/a", CWD, "/d", Fcntl.RENAME_EXCHANGE);
            assertThat(f.content("/d")).isEqualTo("a");
            assertThat(f.content("/a/b")).isEqualTo("b");
            expect(Errno.ENOENT, () -> f.vfs.renameat2(f.client, CWD, "/a", CWD, "/no", Fcntl.RENAME_EXCHANGE));
        });
    }

    @Test
    void ofTwoNamesOfOneFileDoesNothing() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.linkat(f.client, CWD, "/a", CWD, "/b", 0);
            f.vfs.renameat2(f.client, CWD, "/a", CWD, "/b", 0);
            assertThat(f.exists("/a")).isTrue();
            assertThat(f.exists("/b")).isTrue();
        });
    }

    @Test
    void failsAsThePageSays() throws Exception {
        Files.run(f -> {
            f.make("/f", "");
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.vfs.mkdirat(f.client, CWD, "/d/e", 0755);
            expect(Errno.ENOENT, () -> f.vfs.renameat2(f.client, CWD, "/no", CWD, "/x", 0));
            expect(Errno.EEXIST, () -> f.vfs.renameat2(f.client, CWD, "/f", CWD, "/d", Fcntl.RENAME_NOREPLACE));
            expect(Errno.EISDIR, () -> f.vfs.renameat2(f.client, CWD, "/f", CWD, "/d", 0));
            expect(Errno.ENOTDIR, () -> f.vfs.renameat2(f.client, CWD, "/d", CWD, "/f", 0));
            expect(Errno.EINVAL, () -> f.vfs.renameat2(f.client, CWD, "/d", CWD, "/d/e/x", 0));
            expect(Errno.ENOTEMPTY, () -> f.vfs.renameat2(f.client, CWD, "/d/e", CWD, "/d", 0));
            expect(Errno.ENOTDIR, () -> f.vfs.renameat2(f.client, CWD, "/f", CWD, "/x/", 0));
            expect(Errno.EBUSY, () -> f.vfs.renameat2(f.client, CWD, "/d/.", CWD, "/x", 0));
            expect(Errno.EXDEV, () -> f.vfs.renameat2(f.client, CWD, "/f", CWD, "/dev/f", 0));
            expect(Errno.EINVAL, () -> f.vfs.renameat2(f.client, CWD, "/f", CWD, "/x", 3));
        });
    }
}

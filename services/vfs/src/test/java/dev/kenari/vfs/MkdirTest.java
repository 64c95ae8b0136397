package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class MkdirTest {
    @Test
    void countsLinksOfParents() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/a", 0755);
            int before = f.stat("/a").links();
            f.vfs.mkdirat(f.client, CWD, "/a/b/", 0700);
            assertThat(before).isEqualTo(2);
            assertThat(f.stat("/a").links()).isEqualTo(3);
            assertThat(f.stat("/a/b").mode()).isEqualTo(040700);
            f.vfs.unlinkat(f.client, CWD, "/a/b", Fcntl.AT_REMOVEDIR);
            assertThat(f.stat("/a").links()).isEqualTo(2);
        });
    }

    @Test
    void inheritsTheGroupOfASetGroupIdDirectory() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/a", 0777);
            f.vfs.fchownat(f.client, CWD, "/a", -1, 50, 0);
            f.vfs.fchmodat(f.client, CWD, "/a", 02777, 0);
            f.vfs.mkdirat(f.client, CWD, "/a/b", 0755);
            f.make("/a/c", "");
            assertThat(f.stat("/a/b").gid()).isEqualTo(50);
            assertThat(f.stat("/a/b").mode()).isEqualTo(042755);
            assertThat(f.stat("/a/c").gid()).isEqualTo(50);
            assertThat(f.stat("/a/c").mode()).isEqualTo(0100644);
        });
    }

    @Test
    void failsAsThePageSays() throws Exception {
        Files.run(f -> {
            f.make("/file", "");
            expect(Errno.EEXIST, () -> f.vfs.mkdirat(f.client, CWD, "/", 0755));
            expect(Errno.EEXIST, () -> f.vfs.mkdirat(f.client, CWD, "/file", 0755));
            expect(Errno.EEXIST, () -> f.vfs.mkdirat(f.client, CWD, "/dev/.", 0755));
            expect(Errno.ENOENT, () -> f.vfs.mkdirat(f.client, CWD, "/no/dir", 0755));
            expect(Errno.ENOTDIR, () -> f.vfs.mkdirat(f.client, CWD, "/file/dir", 0755));
            int user = f.user(1, 1);
            expect(Errno.EACCES, () -> f.vfs.mkdirat(user, CWD, "/dir", 0755));
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class ChownTest {
    @Test
    void isForRootAndGroupsOfTheOwner() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            f.vfs.fchmodat(f.client, CWD, "/a", 06755, 0);
            f.vfs.fchownat(f.client, CWD, "/a", 7, 7, 0);
            assertThat(f.stat("/a").mode() & 07777).isEqualTo(0755);
            int user = f.user(7, 7, 8);
            f.vfs.fchownat(user, CWD, "/a", -1, 8, 0);
            assertThat(f.stat("/a").gid()).isEqualTo(8);
            expect(Errno.EPERM, () -> f.vfs.fchownat(user, CWD, "/a", -1, 9, 0));
            expect(Errno.EPERM, () -> f.vfs.fchownat(user, CWD, "/a", 8, -1, 0));
            f.vfs.symlinkat(f.client, "a", CWD, "/l");
            f.vfs.fchownat(f.client, CWD, "/l", 5, 5, Fcntl.AT_SYMLINK_NOFOLLOW);
            assertThat(f.lstat("/l").uid()).isEqualTo(5);
            assertThat(f.stat("/a").uid()).isEqualTo(7);
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class ChmodTest {
    @Test
    void isForTheOwner() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int user = f.user(7, 7);
            expect(Errno.EPERM, () -> f.vfs.fchmodat(user, CWD, "/a", 0777, 0));
            f.vfs.fchownat(f.client, CWD, "/a", 7, 9, 0);
            f.vfs.fchmodat(user, CWD, "/a", 07777, 0);
            assertThat(f.stat("/a").mode() & 07777).isEqualTo(05777);
            f.vfs.symlinkat(f.client, "a", CWD, "/l");
            expect(Errno.EOPNOTSUPP, () -> f.vfs.fchmodat(f.client, CWD, "/l", 0, Fcntl.AT_SYMLINK_NOFOLLOW));
        });
    }
}

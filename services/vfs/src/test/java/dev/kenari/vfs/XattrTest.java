package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class XattrTest {
    @Test
    void keepsValuesByName() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            f.vfs.setxattr(f.client, CWD, "/a", "user.x", bytes("1"), 0, 0);
            f.vfs.setxattr(f.client, CWD, "/a", "user.y", bytes("22"), 1, 0);
            assertThat(Files.text(f.vfs.getxattr(f.client, CWD, "/a", "user.y", 0))).isEqualTo("22");
            assertThat(f.vfs.listxattr(f.client, CWD, "/a", 0)).isEqualTo("user.x\0user.y\0");
            expect(Errno.EEXIST, () -> f.vfs.setxattr(f.client, CWD, "/a", "user.x", bytes("2"), 1, 0));
            expect(Errno.ENODATA, () -> f.vfs.setxattr(f.client, CWD, "/a", "user.z", bytes("2"), 2, 0));
            f.vfs.removexattr(f.client, CWD, "/a", "user.x", 0);
            expect(Errno.ENODATA, () -> f.vfs.getxattr(f.client, CWD, "/a", "user.x", 0));
            expect(Errno.EOPNOTSUPP, () -> f.vfs.getxattr(f.client, CWD, "/a", "system.posix_acl_access", 0));
            expect(Errno.EPERM, () -> f.vfs.setxattr(f.client, CWD, "/dev/null", "user.x", bytes("1"), 0, 0));
            int user = f.user(4, 4);
            expect(Errno.EACCES, () -> f.vfs.setxattr(user, CWD, "/a", "user.x", bytes("1"), 0, 0));
            expect(Errno.EPERM, () -> f.vfs.setxattr(user, CWD, "/a", "trusted.x", bytes("1"), 0, 0));
        });
    }
}

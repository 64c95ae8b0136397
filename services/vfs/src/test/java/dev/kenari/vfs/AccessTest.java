package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class AccessTest {
    @Test
    void usesRealIdsUnlessToldOtherwise() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            f.vfs.fchmodat(f.client, CWD, "/a", 0600, 0);
            int suid = f.vfs.attach(f.client, 5, false, false);
            f.vfs.setCredentials(suid, new Credentials(0, 0, new int[0], -1L, 1000, 1000, 0));
            expect(Errno.EACCES, () -> f.vfs.faccessat(suid, CWD, "/a", 4, 0));
            f.vfs.faccessat(suid, CWD, "/a", 4, Fcntl.AT_EACCESS);
            f.vfs.faccessat(suid, CWD, "/a", 0, 0);
            expect(Errno.EACCES, () -> f.vfs.faccessat(f.client, CWD, "/a", 1, 0));
            expect(Errno.EINVAL, () -> f.vfs.faccessat(f.client, CWD, "/a", 8, 0));
            assertThat(f.vfs.credentials(suid).uid()).isZero();
        });
    }
}

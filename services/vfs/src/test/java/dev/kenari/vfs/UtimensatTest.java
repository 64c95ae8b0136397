package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class UtimensatTest {
    @Test
    void setsOmitsAndUsesNow() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            f.vfs.utimensat(f.client, CWD, "/a", 1_500_000_001L, 2_500_000_002L, 0);
            assertThat(f.stat("/a").accessed()).isEqualTo(1_500_000_001L);
            f.vfs.utimensat(f.client, CWD, "/a", FileAttributes.OMIT, FileAttributes.NOW, 0);
            assertThat(f.stat("/a").accessed()).isEqualTo(1_500_000_001L);
            assertThat(f.stat("/a").modified()).isGreaterThan(1_600_000_000_000_000_000L);
            int user = f.user(3, 3);
            expect(Errno.EPERM, () -> f.vfs.utimensat(user, CWD, "/a", 1, 1, 0));
            expect(Errno.EACCES, () -> f.vfs.utimensat(user, CWD, "/a", FileAttributes.NOW, FileAttributes.NOW, 0));
            f.vfs.utimensat(user, CWD, "/none", FileAttributes.OMIT, FileAttributes.OMIT, 0);
        });
    }
}

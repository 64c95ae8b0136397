package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class CloseTest {
    @Test
    void closesARange() throws Exception {
        Files.run(f -> {
            for (int i = 0; i < 10; i++) {
                f.open("/", 0);
            }
            f.vfs.closeRange(f.client, 3, 5, 0);
            assertThat(f.vfs.openFiles(f.client)).extracting(OpenFile::descriptor).containsExactly(0, 1, 2, 6, 7, 8, 9);
            f.vfs.closeRange(f.client, 7, -1, 4);
            assertThat(f.vfs.descriptorFlags(f.client, 6)).isZero();
            assertThat(f.vfs.descriptorFlags(f.client, 9)).isEqualTo(1);
            f.vfs.closeOnExec(f.client);
            assertThat(f.vfs.openFiles(f.client)).extracting(OpenFile::descriptor).containsExactly(0, 1, 2, 6);
            expect(Errno.EINVAL, () -> f.vfs.closeRange(f.client, 5, 4, 0));
            expect(Errno.EBADF, () -> f.vfs.close(f.client, 3));
        });
    }

    @Test
    void stopsAtTheDescriptorLimit() throws Exception {
        Files.run(f -> {
            f.vfs.setLimits(f.client, 2, -1);
            f.open("/", 0);
            f.open("/", 0);
            expect(Errno.EMFILE, () -> f.open("/", 0));
            f.vfs.close(f.client, 0);
            assertThat(f.open("/", 0)).isZero();
        });
    }
}

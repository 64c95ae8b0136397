package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class StatTest {
    @Test
    void tellsDevicesAndMountsApart() throws Exception {
        Files.run(f -> {
            Stat root = f.vfs.fstatat(f.client, CWD, "/", 0);
            Stat dev = f.vfs.fstatat(f.client, CWD, "/dev", 0);
            assertThat(dev.device()).isNotEqualTo(root.device());
            assertThat(dev.mount()).isNotEqualTo(root.mount());
            assertThat(dev.mountRoot()).isTrue();
            assertThat(f.stat("/dev/null").rdev()).isEqualTo(0x103);
            assertThat(f.stat("/dev/null").mode()).isEqualTo(020666);
        });
    }

    @Test
    void acceptsAnEmptyPath() throws Exception {
        Files.run(f -> {
            f.make("/a", "abc");
            int fd = f.open("/a", 0);
            assertThat(f.vfs.fstatat(f.client, fd, "", Fcntl.AT_EMPTY_PATH).attributes().size()).isEqualTo(3);
            expect(Errno.ENOENT, () -> f.vfs.fstatat(f.client, fd, "", 0));
            expect(Errno.EINVAL, () -> f.vfs.fstatat(f.client, fd, "", 0x80));
        });
    }
}

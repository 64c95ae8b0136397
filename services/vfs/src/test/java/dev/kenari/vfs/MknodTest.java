package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import org.junit.jupiter.api.Test;

class MknodTest {
    @Test
    void makesEveryType() throws Exception {
        Files.run(f -> {
            f.vfs.mknodat(f.client, CWD, "/fifo", FileMode.S_IFIFO | 0600, 0);
            f.vfs.mknodat(f.client, CWD, "/null", FileMode.S_IFCHR | 0666, DeviceNumber.of(1, 3));
            f.vfs.mknodat(f.client, CWD, "/plain", 0600, 0);
            assertThat(f.stat("/fifo").mode()).isEqualTo(FileMode.S_IFIFO | 0600);
            assertThat(f.stat("/null").rdev()).isEqualTo(0x103);
            assertThat(f.stat("/plain").mode()).isEqualTo(FileMode.S_IFREG | 0600);
            assertThat(f.content("/null")).isEmpty();
            expect(Errno.EPERM, () -> f.vfs.mknodat(f.client, CWD, "/d", FileMode.S_IFDIR, 0));
            expect(Errno.EINVAL, () -> f.vfs.mknodat(f.client, CWD, "/l", FileMode.S_IFLNK, 0));
            int user = f.user(1, 1);
            expect(Errno.EPERM, () -> f.vfs.mknodat(user, CWD, "/dev/shm/x", FileMode.S_IFCHR, 0x103));
            f.vfs.mknodat(f.client, CWD, "/odd", FileMode.S_IFCHR, DeviceNumber.of(240, 0));
            expect(Errno.ENXIO, () -> f.open("/odd", 0));
        });
    }
}

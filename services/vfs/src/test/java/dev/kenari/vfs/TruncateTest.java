package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class TruncateTest {
    @Test
    void shrinksAndGrowsWithZeroes() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int fd = f.open("/a", Fcntl.O_RDWR);
            f.vfs.ftruncate(f.client, fd, 4);
            f.vfs.truncate(f.client, "/a", 8);
            assertThat(f.content("/a")).isEqualTo("0123\0\0\0\0");
            int reader = f.open("/a", 0);
            expect(Errno.EINVAL, () -> f.vfs.ftruncate(f.client, reader, 1));
            expect(Errno.EINVAL, () -> f.vfs.ftruncate(f.client, fd, -1));
            expect(Errno.EISDIR, () -> f.vfs.truncate(f.client, "/dev", 0));
            int user = f.user(1, 1);
            expect(Errno.EACCES, () -> f.vfs.truncate(user, "/a", 0));
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class SendfileTest {
    @Test
    void copiesBetweenFiles() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int in = f.open("/a", 0);
            int out = f.open("/b", Fcntl.O_CREAT | Fcntl.O_WRONLY);
            assertThat(f.vfs.sendfile(f.client, out, in, 2, 5)).isEqualTo(5);
            assertThat(f.vfs.lseek(f.client, in, 0, Fcntl.SEEK_CUR)).isZero();
            assertThat(f.vfs.sendfile(f.client, out, in, -1, 100)).isEqualTo(10);
            assertThat(f.content("/b")).isEqualTo("234560123456789");
            assertThat(f.vfs.sendfile(f.client, out, in, -1, 100)).isZero();
            int append = f.open("/b", Fcntl.O_WRONLY | Fcntl.O_APPEND);
            expect(Errno.EINVAL, () -> f.vfs.sendfile(f.client, append, in, 0, 1));
        });
    }

    @Test
    void copyFileRangeKeepsToRegularFiles() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int in = f.open("/a", Fcntl.O_RDWR);
            int out = f.open("/b", Fcntl.O_CREAT | Fcntl.O_WRONLY);
            assertThat(f.vfs.copyFileRange(f.client, in, 5, out, 2, 100)).isEqualTo(5);
            assertThat(f.content("/b")).isEqualTo("\0\00056789");
            expect(Errno.EINVAL, () -> f.vfs.copyFileRange(f.client, in, 0, in, 1, 5));
            expect(Errno.EINVAL, () -> f.vfs.copyFileRange(f.client, f.open("/dev/zero", 0), -1, out, -1, 5));
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class LseekTest {
    @Test
    void movesFromStartPositionAndEnd() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int fd = f.open("/a", Fcntl.O_RDONLY);
            assertThat(f.vfs.lseek(f.client, fd, 4, Fcntl.SEEK_SET)).isEqualTo(4);
            assertThat(f.vfs.lseek(f.client, fd, 2, Fcntl.SEEK_CUR)).isEqualTo(6);
            assertThat(f.vfs.lseek(f.client, fd, -3, Fcntl.SEEK_END)).isEqualTo(7);
            assertThat(f.read(fd, 9)).isEqualTo("789");
            expect(Errno.EINVAL, () -> f.vfs.lseek(f.client, fd, -1, Fcntl.SEEK_SET));
            expect(Errno.EINVAL, () -> f.vfs.lseek(f.client, fd, 0, 9));
            expect(Errno.EOVERFLOW, () -> f.vfs.lseek(f.client, fd, Long.MAX_VALUE, Fcntl.SEEK_END));
        });
    }

    @Test
    void findsDataAndHoles() throws Exception {
        Files.run(f -> {
            int fd = f.open("/a", Fcntl.O_CREAT | Fcntl.O_RDWR);
            f.vfs.writeBytes(f.client, fd, bytes("x"), 8192);
            f.vfs.ftruncate(f.client, fd, 20000);
            assertThat(f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_DATA)).isEqualTo(8192);
            assertThat(f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_HOLE)).isZero();
            assertThat(f.vfs.lseek(f.client, fd, 8192, Fcntl.SEEK_HOLE)).isEqualTo(12288);
            expect(Errno.ENXIO, () -> f.vfs.lseek(f.client, fd, 12288, Fcntl.SEEK_DATA));
            expect(Errno.ENXIO, () -> f.vfs.lseek(f.client, fd, 20000, Fcntl.SEEK_HOLE));
        });
    }

    @Test
    void isSharedByDuplicates() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123");
            int fd = f.open("/a", Fcntl.O_RDONLY);
            int copy = f.vfs.dup(f.client, fd);
            f.read(fd, 3);
            assertThat(f.read(copy, 3)).isEqualTo("3");
        });
    }
}

package dev.kenari.vfs;

import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class FallocateTest {
    @Test
    void reservesAndPunches() throws Exception {
        Files.run(f -> {
            int fd = f.open("/a", Fcntl.O_CREAT | Fcntl.O_RDWR);
            f.vfs.fallocate(f.client, fd, 0, 0, 10000);
            assertThat(f.stat("/a").size()).isEqualTo(10000);
            assertThat(f.stat("/a").blocks()).isEqualTo(24);
            f.vfs.writeBytes(f.client, fd, bytes("x".repeat(10000)), 0);
            f.vfs.fallocate(f.client, fd, 3, 100, 8192);
            assertThat(f.stat("/a").blocks()).isEqualTo(16);
            assertThat(f.content("/a")).isEqualTo("x".repeat(100) + "\0".repeat(8192) + "x".repeat(1708));
            f.vfs.fallocate(f.client, fd, 1, 0, 1 << 16);
            assertThat(f.stat("/a").size()).isEqualTo(10000);
            expect(Errno.EOPNOTSUPP, () -> f.vfs.fallocate(f.client, fd, 8, 0, 4096));
            int readOnly = f.open("/a", Fcntl.O_RDONLY);
            expect(Errno.EOPNOTSUPP, () -> f.vfs.fallocate(f.client, readOnly, Fcntl.FALLOC_FL_PUNCH_HOLE, 0, 4096));
            expect(Errno.EBADF, () -> f.vfs.fallocate(f.client, readOnly, 0, 0, 4096));
            expect(Errno.EINVAL, () -> f.vfs.fallocate(f.client, fd, 0, 0, 0));
            expect(Errno.ENOSPC, () -> f.vfs.fallocate(f.client, fd, 0, 0, 1L << 40));
        });
    }
}

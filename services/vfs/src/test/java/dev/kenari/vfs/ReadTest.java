package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class ReadTest {
    @Test
    void scattersIntoSeveralRanges() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int fd = f.open("/a", Fcntl.O_RDONLY);
            long count = f.vfs.read(f.client, fd, f.memory(new long[] {0, 100, 200}, new long[] {3, 0, 5}), -1, 0);
            assertThat(count).isEqualTo(8);
            assertThat(f.peek(0, 3)).isEqualTo("012");
            assertThat(f.peek(200, 5)).isEqualTo("34567");
            assertThat(f.read(fd, 100)).isEqualTo("89");
            assertThat(f.read(fd, 100)).isEmpty();
        });
    }

    @Test
    void atAnOffsetLeavesThePosition() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int fd = f.open("/a", Fcntl.O_RDONLY);
            assertThat(f.vfs.read(f.client, fd, f.memory(0, 4), 6, 0)).isEqualTo(4);
            assertThat(f.peek(0, 4)).isEqualTo("6789");
            assertThat(f.vfs.read(f.client, fd, f.memory(0, 4), 10, 0)).isZero();
            assertThat(f.read(fd, 2)).isEqualTo("01");
        });
    }

    @Test
    void crossesPages() throws Exception {
        Files.run(f -> {
            String text = "x".repeat(4090) + "boundary" + "y".repeat(9000);
            f.make("/a", text);
            int fd = f.open("/a", Fcntl.O_RDONLY);
            assertThat(f.vfs.read(f.client, fd, f.memory(5, 20000), -1, 0)).isEqualTo(text.length());
            assertThat(f.peek(5, text.length())).isEqualTo(text);
        });
    }

    @Test
    void stopsAtMemoryThatIsNotThere() throws Exception {
        Files.run(f -> {
            f.make("/a", "x".repeat(10000));
            int fd = f.open("/a", Fcntl.O_RDONLY);
            long end = 1 << 20;
            assertThat(f.vfs.read(f.client, fd, f.memory(end - 4096, 10000), -1, 0)).isEqualTo(4096);
            expect(Errno.EFAULT, () -> f.vfs.read(f.client, fd, f.memory(end, 1), -1, 0));
            assertThat(f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_CUR)).isEqualTo(4096);
        });
    }

    @Test
    void failsAsThePageSays() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            int write = f.open("/a", Fcntl.O_WRONLY);
            int dir = f.open("/", Fcntl.O_RDONLY);
            expect(Errno.EBADF, () -> f.read(write, 1));
            expect(Errno.EBADF, () -> f.read(99, 1));
            expect(Errno.EISDIR, () -> f.read(dir, 1));
            expect(Errno.EOPNOTSUPP, () -> f.vfs.read(f.client, write, f.memory(0, 1), -1, 0x80));
        });
    }
}

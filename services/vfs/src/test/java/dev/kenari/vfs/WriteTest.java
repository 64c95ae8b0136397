package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class WriteTest {
    @Test
    void gathersFromSeveralRanges() throws Exception {
        Files.run(f -> {
            int fd = f.open("/a", Fcntl.O_CREAT | Fcntl.O_RDWR);
            f.poke(0, "hello ");
            f.poke(5000, "world");
            long count = f.vfs.write(f.client, fd, f.memory(new long[] {0, 5000}, new long[] {6, 5}), -1, 0);
            assertThat(count).isEqualTo(11);
            assertThat(f.content("/a")).isEqualTo("hello world");
        });
    }

    @Test
    void leavesAHoleOfZeroes() throws Exception {
        Files.run(f -> {
            int fd = f.open("/a", Fcntl.O_CREAT | Fcntl.O_RDWR);
            f.vfs.writeBytes(f.client, fd, bytes("end"), 10000);
            assertThat(f.stat("/a").size()).isEqualTo(10003);
            assertThat(f.stat("/a").blocks()).isEqualTo(8);
            assertThat(f.content("/a")).isEqualTo("\0".repeat(10000) + "end");
        });
    }

    @Test
    void appendsWhateverThePosition() throws Exception {
        Files.run(f -> {
            f.make("/a", "one");
            int fd = f.open("/a", Fcntl.O_WRONLY | Fcntl.O_APPEND);
            f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_SET);
            f.write(fd, "two");
            assertThat(f.content("/a")).isEqualTo("onetwo");
            assertThat(f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_CUR)).isEqualTo(6);
        });
    }

    @Test
    void movesTheModificationTime() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.utimensat(f.client, CWD, "/a", 1000, 2000, 0);
            int fd = f.open("/a", Fcntl.O_WRONLY);
            f.write(fd, "y");
            assertThat(f.vfs.fstat(f.client, fd).attributes().modified()).isGreaterThan(1_000_000_000L);
            assertThat(f.stat("/a").accessed()).isEqualTo(1000);
        });
    }

    @Test
    void takesTheSetUserIdBitAway() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.fchmodat(f.client, CWD, "/a", 06777, 0);
            int user = f.user(10, 10);
            int fd = f.vfs.openat(user, CWD, "/a", Fcntl.O_WRONLY, 0);
            f.vfs.writeBytes(user, fd, bytes("y"), -1);
            assertThat(f.stat("/a").mode() & 07777).isEqualTo(0777);
        });
    }

    @Test
    void stopsAtTheFileSizeLimit() throws Exception {
        Files.run(f -> {
            int fd = f.open("/a", Fcntl.O_CREAT | Fcntl.O_RDWR);
            f.vfs.setLimits(f.client, 1024, 5);
            assertThat(f.write(fd, "1234567")).isEqualTo(5);
            expect(Errno.EFBIG, () -> f.write(fd, "8"));
            expect(Errno.EFBIG, () -> f.vfs.ftruncate(f.client, fd, 6));
        });
    }
}

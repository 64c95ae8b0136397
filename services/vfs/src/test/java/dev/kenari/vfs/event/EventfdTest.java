package dev.kenari.vfs.event;

import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.vfs.ChannelFixture.Outcome;
import org.junit.jupiter.api.Test;

/** eventfd(2). */
class EventfdTest {
    private static final int EFD_SEMAPHORE = 1;

    @Test
    void readTakesTheSum() throws Exception {
        inKernel(f -> {
            int fd = f.channels.eventfd(f.id(), 5, 0);
            f.write(fd, Words.ofLong(7));
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(12);
            assertThat(f.poll(fd, Poll.POLLIN | Poll.POLLOUT)).isEqualTo(Poll.POLLOUT);
        });
    }

    @Test
    void semaphoreReadsTakeOne() throws Exception {
        inKernel(f -> {
            int fd = f.channels.eventfd(f.id(), 2, EFD_SEMAPHORE | Fcntl.O_NONBLOCK);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(1);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(1);
            assertThatThrownBy(() -> f.read(fd, 8)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void shortBuffersAndTheMaximumAreInvalid() throws Exception {
        inKernel(f -> {
            int fd = f.channels.eventfd(f.id(), 1, 0);
            assertThatThrownBy(() -> f.read(fd, 7)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.write(fd, new byte[4])).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.write(fd, Words.ofLong(-1))).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void writeWaitsForRoom() throws Exception {
        inKernel(f -> {
            int fd = f.channels.eventfd(f.id(), 0, 0);
            f.write(fd, Words.ofLong(-2));
            assertThat(f.poll(fd, Poll.POLLIN | Poll.POLLOUT)).isEqualTo(Poll.POLLIN);
            Outcome<Long> writer = f.background(() -> f.write(fd, Words.ofLong(1)));
            assertThat(writer.done()).isFalse();
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(-2);
            assertThat(writer.join()).isEqualTo(8);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(1);
        });
    }

    @Test
    void readWaitsForAWrite() throws Exception {
        inKernel(f -> {
            int fd = f.channels.eventfd(f.id(), 0, 0);
            Outcome<byte[]> reader = f.background(() -> f.read(fd, 8));
            assertThat(reader.done()).isFalse();
            f.write(fd, Words.ofLong(3));
            assertThat(Words.getLong(reader.join(), 0)).isEqualTo(3);
        });
    }
}

package dev.kenari.vfs.pipe;

import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.vfs.ChannelFixture.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** pipe(2), pipe(7). */
class PipeTest {
    @Test
    void deliversBytesInOrder() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            assertThat(f.write(p[1], "hello ")).isEqualTo(6);
            f.write(p[1], "world");
            assertThat(f.readText(p[0], 8)).isEqualTo("hello wo");
            assertThat(f.readText(p[0], 100)).isEqualTo("rld");
        });
    }

    @Test
    void readerWaitsForWriterAndSeesEndOfFile() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            Outcome<String> reader = f.background(() -> f.readText(p[0], 10) + "|" + f.readText(p[0], 10));
            assertThat(reader.done()).isFalse();
            f.write(p[1], "x");
            f.letOthersRun();
            assertThat(reader.done()).isFalse();
            f.close(p[1]);
            assertThat(reader.join()).isEqualTo("x|");
        });
    }

    @Test
    void writerWithoutReaderGetsEpipe() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            f.close(p[0]);
            assertThatThrownBy(() -> f.write(p[1], "x")).isSameAs(Errno.EPIPE);
            assertThat(f.write(p[1], "")).isZero();
            assertThat(f.poll(p[1], Poll.POLLOUT)).isEqualTo(Poll.POLLOUT | Poll.POLLERR);
        });
    }

    @Test
    void blockedWriterGetsEpipeWhenTheReaderGoes() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            f.write(p[1], new byte[65536]);
            Outcome<Long> writer = f.background(() -> f.write(p[1], "x"));
            assertThat(writer.done()).isFalse();
            f.close(p[0]);
            assertThatThrownBy(writer::join).isSameAs(Errno.EPIPE);
        });
    }

    @Test
    void nonBlockingEndsGetEagain() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), Fcntl.O_NONBLOCK);
            assertThatThrownBy(() -> f.read(p[0], 1)).isSameAs(Errno.EAGAIN);
            assertThat(f.write(p[1], new byte[70000])).isEqualTo(65536);
            assertThatThrownBy(() -> f.write(p[1], "x")).isSameAs(Errno.EAGAIN);
            f.read(p[0], 100);
            // PIPE_BUF bytes or fewer are written whole or not at all.
            assertThatThrownBy(() -> f.write(p[1], new byte[101])).isSameAs(Errno.EAGAIN);
            assertThat(f.write(p[1], new byte[4097])).isEqualTo(100);
        });
    }

    @Test
    void smallWritesAreNotInterleaved() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            f.write(p[1], new byte[65536 - 50]);
            Outcome<Long> a = f.background(() -> f.write(p[1], "a".repeat(100)));
            Outcome<Long> b = f.background(() -> f.write(p[1], "b".repeat(60)));
            assertThat(f.read(p[0], 65536)).hasSize(65536 - 50);
            a.join();
            b.join();
            assertThat(f.readText(p[0], 200)).matches("a{100}b{60}|b{60}a{100}");
        });
    }

    @Test
    void largeTransfersGoThroughUnchanged() throws Exception {
        long seed = 42;
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            byte[] sent = new byte[1_000_003];
            new Random(seed).nextBytes(sent);
            f.background(() -> {
                f.write(p[1], sent);
                f.close(p[1]);
                return null;
            });
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            Random sizes = new Random(seed + 1);
            byte[] piece;
            do {
                piece = f.read(p[0], 1 + sizes.nextInt(20_000));
                got.writeBytes(piece);
            } while (piece.length > 0);
            assertThat(got.toByteArray()).as("seed %d", seed).isEqualTo(sent);
        });
    }

    @Test
    void packetsKeepTheirBounds() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), Fcntl.O_DIRECT);
            f.write(p[1], "one");
            f.write(p[1], "three");
            f.write(p[1], "x");
            assertThat(f.readText(p[0], 10)).isEqualTo("one");
            assertThat(f.readText(p[0], 2)).isEqualTo("th");
            assertThat(f.readText(p[0], 10)).isEqualTo("x");
            f.vfs.setStatusFlags(f.id(), p[1], 0);
            f.write(p[1], "ab");
            f.write(p[1], "cd");
            assertThat(f.readText(p[0], 10)).isEqualTo("abcd");
        });
    }

    @Test
    void streamBytesBeforeAPacketStayApart() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            f.write(p[1], "stream");
            f.vfs.setStatusFlags(f.id(), p[1], Fcntl.O_DIRECT);
            f.write(p[1], "packet");
            f.vfs.setStatusFlags(f.id(), p[1], 0);
            f.write(p[1], "more");
            assertThat(f.readText(p[0], 20)).isEqualTo("stream");
            assertThat(f.readText(p[0], 20)).isEqualTo("packet");
            assertThat(f.readText(p[0], 20)).isEqualTo("more");
        });
    }

    @Test
    void pollTellsOfBytesRoomAndHangUp() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int all = Poll.POLLIN | Poll.POLLOUT;
            assertThat(f.poll(p[0], all)).isZero();
            assertThat(f.poll(p[1], all)).isEqualTo(Poll.POLLOUT);
            f.write(p[1], new byte[65536 - 4095]);
            assertThat(f.poll(p[0], all)).isEqualTo(Poll.POLLIN);
            assertThat(f.poll(p[1], all)).isZero();
            f.close(p[1]);
            assertThat(f.poll(p[0], all)).isEqualTo(Poll.POLLIN | Poll.POLLHUP);
        });
    }

    @Test
    void capacityChanges() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), Fcntl.O_NONBLOCK);
            assertThat(f.vfs.control(f.id(), p[0], Fcntl.F_GETPIPE_SZ, 0)).isEqualTo(65536);
            assertThat(f.vfs.control(f.id(), p[0], Fcntl.F_SETPIPE_SZ, 100_000)).isEqualTo(131_072);
            assertThat(f.write(p[1], new byte[200_000])).isEqualTo(131_072);
            assertThatThrownBy(() -> f.vfs.control(f.id(), p[0], Fcntl.F_SETPIPE_SZ, 4096)).isSameAs(Errno.EBUSY);
            f.read(p[0], 131_072);
            assertThat(f.vfs.control(f.id(), p[0], Fcntl.F_SETPIPE_SZ, 1)).isEqualTo(4096);
            assertThatThrownBy(() -> f.vfs.control(f.id(), p[0], Fcntl.F_SETPIPE_SZ, (1 << 20) + 1)).isSameAs(Errno.EPERM);
        });
    }

    @Test
    void memoryComesBack() throws Exception {
        inKernel(f -> {
            int before = f.kernel.frames().free();
            int[] p = f.channels.pipe(f.id(), Fcntl.O_NONBLOCK);
            f.write(p[1], new byte[65536]);
            assertThat(f.kernel.frames().free()).isEqualTo(before - 16);
            f.close(p[0]);
            f.close(p[1]);
            assertThat(f.kernel.frames().free()).isEqualTo(before);
        });
    }

    @Test
    void aSignalInterruptsAWait() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            Outcome<byte[]> reader = f.background(() -> f.read(p[0], 1));
            reader.task().interrupt();
            assertThatThrownBy(reader::join).isSameAs(Errno.ERESTARTSYS);
        });
    }

    @Test
    void unknownFlagsAreInvalid() throws Exception {
        inKernel(f -> assertThatThrownBy(() -> f.channels.pipe(f.id(), 1)).isSameAs(Errno.EINVAL));
    }
}

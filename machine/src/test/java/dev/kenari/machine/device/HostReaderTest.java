package dev.kenari.machine.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HostReaderTest {
    private static final int MUCH = 200_000;

    /** Gives no more than three bytes at a time. */
    private static final class Dribble extends InputStream {
        private final InputStream all = new ByteArrayInputStream(new byte[MUCH]);

        @Override
        public int read() throws IOException {
            return all.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return all.read(into, offset, Math.min(length, 3));
        }
    }

    private static List<Integer> sizes(HostReader reader) {
        List<Integer> sizes = new ArrayList<>();
        byte[] bytes = new byte[MUCH];
        for (int n = reader.take(bytes, 0, MUCH); n > 0; n = reader.take(bytes, 0, MUCH)) {
            sizes.add(n);
        }
        return sizes;
    }

    @Test
    void aPatientReaderHasWholeChunks() {
        HostReader reader = new HostReader("in", new Dribble(), true);
        List<Thread> told = new ArrayList<>();
        reader.whenArrived(() -> told.add(Thread.currentThread()));
        reader.start();
        assertThat(sizes(reader)).containsExactly(1 << 16, 1 << 16, 1 << 16, MUCH - 3 * (1 << 16));
        assertThat(reader.ended()).isTrue();
        assertThat(told).as("where the listener ran").containsExactly(Thread.currentThread());
    }

    @Test
    void theEndIsThereAtOnce() {
        HostReader reader = new HostReader("in", InputStream.nullInputStream(), true);
        reader.start();
        assertThat(reader.ended()).isTrue();
    }

    @Test
    void aSilentStreamIsNotWaitedForTwice() throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        HostReader reader = new HostReader("in", new PipedInputStream(typing), true);
        CountDownLatch arrived = new CountDownLatch(1);
        reader.whenArrived(arrived::countDown);
        reader.start();
        assertThat(reader.available()).isZero();
        typing.write("late".getBytes(US_ASCII));
        typing.flush();
        arrived.await();
        byte[] bytes = new byte[8];
        assertThat(reader.take(bytes, 0, 8)).isEqualTo(4);
        assertThat(reader.take(bytes, 0, 8)).isZero();
        typing.close();
        reader.close();
    }
}

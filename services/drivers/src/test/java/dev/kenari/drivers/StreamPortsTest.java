package dev.kenari.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.machine.StandardStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class StreamPortsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] readAll(Kernel kernel, StreamPorts ports, int port) throws Errno {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            try {
                byte[] bytes = ports.read(port, all.size(), 10_000);
                if (bytes.length == 0) {
                    return all.toByteArray();
                }
                all.writeBytes(bytes);
            } catch (Errno e) {
                assertThat(e).isSameAs(Errno.EAGAIN);
                kernel.waitQueues().find(ports.waitQueue(port)).sleep();
            }
        }
    }

    /** @param position of the first of {@code bytes} */
    private static void writeAll(Kernel kernel, StreamPorts ports, int port, long position, byte[] bytes) throws Errno {
        for (int done = 0; done < bytes.length; ) {
            try {
                done += ports.write(port, position + done, Arrays.copyOfRange(bytes, done, bytes.length));
            } catch (Errno e) {
                if (e != Errno.EAGAIN) {
                    throw e;
                }
                kernel.waitQueues().find(ports.waitQueue(port)).sleep();
            }
        }
    }

    @Test
    void carriesInputToItsEndAndOutputApart() throws Exception {
        byte[] input = pattern(1_000_003);
        StandardStreams streams = new StandardStreams(new ByteArrayInputStream(input), out, err);
        DriversHarness.run(DriversHarness.board().withStreams(streams), (kernel, drivers) -> {
            StreamPorts ports = new MarshallingConnector()
                    .connect(StreamPorts.class, drivers.streams().orElseThrow());
            int stdin = ports.find("stdin");
            ports.startInput(stdin);
            byte[] got = readAll(kernel, ports, stdin);
            assertThat(got).isEqualTo(input);
            assertThat(ports.read(stdin, input.length, 1)).as("the end stays").isEmpty();
            writeAll(kernel, ports, ports.find("stdout"), 0, got);
            writeAll(kernel, ports, ports.find("stderr"), 0, "oops".getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(out.toByteArray()).isEqualTo(input);
        assertThat(err).hasToString("oops");
    }

    @Test
    void aSlowHostHoldsTheWriterBack() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(bytes, offset, length);
            }
        };
        byte[] output = pattern(3_000_000);
        StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), slow, err);
        DriversHarness.run(DriversHarness.board().withStreams(streams), (kernel, drivers) -> {
            StreamPorts ports = drivers.streams().orElseThrow();
            int stdout = ports.find("stdout");
            int taken = 0;
            while ((ports.poll(stdout, 0) & Poll.POLLOUT) != 0) {
                taken += ports.write(stdout, taken, Arrays.copyOfRange(output, taken, output.length));
            }
            assertThat(taken).isPositive().isLessThan(output.length);
            int accepted = taken;
            assertThatThrownBy(() -> ports.write(stdout, accepted, new byte[1])).isSameAs(Errno.EAGAIN);
            assertThat(ports.write(stdout, accepted - 3, new byte[5])).as("what it has already").isEqualTo(3);
            open.countDown();
            writeAll(kernel, ports, stdout, taken, Arrays.copyOfRange(output, taken, output.length));
        });
        assertThat(out.toByteArray()).isEqualTo(output);
    }

    @Test
    void nobodyReadingIsABrokenPipe() throws Exception {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        DriversHarness.run(
                DriversHarness.board().withStreams(new StandardStreams(InputStream.nullInputStream(), broken, err)),
                (kernel, drivers) -> {
                    StreamPorts ports = drivers.streams().orElseThrow();
                    int stdout = ports.find("stdout");
                    assertThatThrownBy(() -> {
                                for (long at = 0; true; at += 4096) {
                                    writeAll(kernel, ports, stdout, at, new byte[4096]);
                                    kernel.waitQueues().find(ports.waitQueue(stdout)).sleep(kernel.timers().now() + 1000);
                                }
                            })
                            .isSameAs(Errno.EPIPE);
                    assertThat(ports.poll(stdout, 0) & Poll.POLLERR).isNotZero();
                });
    }

    @Test
    void aReadIsRepeatedUntilItsBytesAreReceived() throws Exception {
        byte[] input = pattern(30_000);
        StandardStreams streams = new StandardStreams(new ByteArrayInputStream(input), out, err);
        DriversHarness.run(DriversHarness.board().withStreams(streams), (kernel, drivers) -> {
            StreamPorts ports = drivers.streams().orElseThrow();
            int stdin = ports.find("stdin");
            ports.startInput(stdin);
            while ((ports.poll(stdin, 999) & Poll.POLLIN) == 0) {
                kernel.waitQueues().find(ports.waitQueue(stdin)).sleep();
            }
            byte[] first = ports.read(stdin, 0, 1000);
            assertThat(ports.read(stdin, 0, 1000)).isEqualTo(first).isEqualTo(Arrays.copyOf(input, 1000));
            assertThat(ports.read(stdin, 500, 2)).isEqualTo(Arrays.copyOfRange(input, 500, 502));
            assertThatThrownBy(() -> ports.read(stdin, 499, 1)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void readsNothingBeforeInputIsStarted() throws Exception {
        StandardStreams streams = new StandardStreams(new ByteArrayInputStream(new byte[10]), out, err);
        DriversHarness.run(DriversHarness.board().withStreams(streams), (kernel, drivers) -> {
            StreamPorts ports = drivers.streams().orElseThrow();
            int stdin = ports.find("stdin");
            assertThatThrownBy(() -> ports.read(stdin, 0, 1)).isSameAs(Errno.EAGAIN);
            assertThatThrownBy(() -> ports.find("nosuch")).isSameAs(Errno.ENXIO);
            assertThatThrownBy(() -> ports.poll(99, 0)).isSameAs(Errno.ENXIO);
        });
    }

    @Test
    void worksOnADeterministicBoard() throws Exception {
        byte[] output = pattern(700_000);
        StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), out, err);
        DriversHarness.run(DriversHarness.board().withStreams(streams).withSeed(3), (kernel, drivers) -> {
            StreamPorts ports = drivers.streams().orElseThrow();
            writeAll(kernel, ports, ports.find("stdout"), 0, output);
        });
        assertThat(out.toByteArray()).isEqualTo(output);
    }
}

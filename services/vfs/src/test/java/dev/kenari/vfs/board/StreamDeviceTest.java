package dev.kenari.vfs.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.drivers.WindowSize;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sync.WaitQueue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StreamDeviceTest {
    /** Ports without a board: what comes in is set, what goes out is kept up to a capacity. */
    private static final class LoosePorts implements StreamPorts {
        private static final int CAPACITY = 8;

        private final int queueId;
        private final WaitQueue queue;
        private String incoming = "";
        private boolean ended;
        private boolean started;
        private boolean broken;
        private String outgoing = "";
        private long read;
        private long written;

        LoosePorts(WaitQueue queue, int queueId) {
            this.queue = queue;
            this.queueId = queueId;
        }

        void arrive(String text, boolean last) {
            incoming += text;
            ended = last;
            queue.wakeAll();
        }

        @Override
        public int find(String name) {
            return name.equals("stdin") ? 5 : 6;
        }

        @Override
        public void startInput(int port) {
            started = port == 5;
        }

        @Override
        public byte[] read(int port, long position, int length) throws Errno {
            assertThat(position).isEqualTo(read);
            if (incoming.isEmpty() && !ended) {
                throw Errno.EAGAIN;
            }
            String head = incoming.substring(0, Math.min(length, incoming.length()));
            incoming = incoming.substring(head.length());
            read += head.length();
            return head.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int write(int port, long position, byte[] bytes) throws Errno {
            assertThat(position).isEqualTo(written);
            if (broken) {
                throw Errno.EPIPE;
            }
            int taken = Math.min(bytes.length, CAPACITY - outgoing.length());
            if (taken == 0) {
                throw Errno.EAGAIN;
            }
            outgoing += new String(bytes, 0, taken, StandardCharsets.US_ASCII);
            written += taken;
            return taken;
        }

        @Override
        public int poll(int port, long position) {
            return (incoming.isEmpty() ? 0 : Poll.POLLIN) | (outgoing.length() < CAPACITY ? Poll.POLLOUT : 0)
                    | (ended ? Poll.POLLHUP : 0) | (broken ? Poll.POLLERR : 0);
        }

        @Override
        public int waitQueue(int port) {
            return queueId;
        }

        @Override
        public WindowSize windowSize() {
            return new WindowSize(0, 0);
        }

        @Override
        public int windowQueue() {
            return queueId;
        }
    }

    /** What a test does with the device. */
    @FunctionalInterface
    private interface Body {
        void run(Kernel kernel, LoosePorts ports, StreamDevice device) throws Exception;
    }

    private static void run(Body body) throws Exception {
        KernelHarness.inKernel(kernel -> {
            WaitQueue queue = new WaitQueue();
            LoosePorts ports = new LoosePorts(queue, kernel.waitQueues().publish(queue));
            body.run(kernel, ports, new StreamDevice(ports, kernel.waitQueues()));
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void readWaitsForBytesAndThenForTheEnd() throws Exception {
        run((kernel, ports, device) -> {
            long handle = device.open(0, 0, 1);
            assertThat(ports.started).isTrue();
            kernel.timers().at(kernel.timers().now() + 1_000_000, () -> ports.arrive("abc", false));
            assertThat(text(device.read(handle, 2, false))).isEqualTo("ab");
            assertThat(text(device.read(handle, 2, false))).isEqualTo("c");
            assertThatThrownBy(() -> device.read(handle, 2, true)).isSameAs(Errno.EAGAIN);
            kernel.timers().at(kernel.timers().now() + 1_000_000, () -> ports.arrive("", true));
            assertThat(device.read(handle, 2, false)).isEmpty();
        });
    }

    @Test
    void writeWaitsForRoom() throws Exception {
        run((kernel, ports, device) -> {
            long handle = device.open(1, 1, 1);
            assertThat(device.write(handle, "0123456789".getBytes(StandardCharsets.US_ASCII), false)).isEqualTo(8);
            assertThatThrownBy(() -> device.write(handle, new byte[1], true)).isSameAs(Errno.EAGAIN);
            kernel.timers().at(kernel.timers().now() + 1_000_000, () -> {
                ports.outgoing = "";
                ports.queue.wakeAll();
            });
            assertThat(device.write(handle, "x".getBytes(StandardCharsets.US_ASCII), false)).isEqualTo(1);
            ports.broken = true;
            assertThatThrownBy(() -> device.write(handle, new byte[1], false)).isSameAs(Errno.EPIPE);
        });
    }

    @Test
    void pollTellsOfItsOwnDirectionOnly() throws Exception {
        run((kernel, ports, device) -> {
            assertThat(device.poll(0, Poll.POLLIN | Poll.POLLOUT)).isZero();
            assertThat(device.poll(1, Poll.POLLIN | Poll.POLLOUT)).isEqualTo(Poll.POLLOUT);
            ports.arrive("a", true);
            assertThat(device.poll(0, Poll.POLLIN)).isEqualTo(Poll.POLLIN | Poll.POLLHUP);
            ports.broken = true;
            assertThat(device.poll(2, 0)).isEqualTo(Poll.POLLERR);
        });
    }

    @Test
    void theWrongDirectionIsRefused() throws Exception {
        run((kernel, ports, device) -> {
            assertThatThrownBy(() -> device.read(1, 1, false)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> device.write(0, new byte[1], false)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> device.open(3, 0, 1)).isSameAs(Errno.ENXIO);
            assertThatThrownBy(() -> device.ioctl(0, 0x5401, 0, null)).isSameAs(Errno.ENOTTY);
        });
    }
}

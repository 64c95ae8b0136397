package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.harness.KernelHarness;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** /dev/kmsg (Linux, Documentation/ABI/testing/dev-kmsg). */
class KernelMessagesTest {
    private static String read(KernelMessages device, long handle) throws Errno {
        return new String(device.read(handle, 8192, true), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachReadReturnsARecord() throws Exception {
        KernelHarness.inKernel(kernel -> {
            KernelMessages device = new KernelMessages(kernel);
            kernel.log().info("one");
            kernel.log().warn("two\n");
            long handle = device.open(KernelMessages.MINOR, 0, 1);
            assertThat(read(device, handle)).matches("6,0,\\d+,-;one\n");
            assertThat(device.poll(handle, Poll.POLLIN)).isEqualTo(Poll.POLLIN);
            assertThat(read(device, handle)).matches("4,1,\\d+,-;two\\\\x0a\n");
            assertThat(device.poll(handle, Poll.POLLIN)).isZero();
            assertThatThrownBy(() -> read(device, handle)).isEqualTo(Errno.EAGAIN);
        });
    }

    @Test
    void writeAddsARecordWithItsLevel() throws Exception {
        KernelHarness.inKernel(kernel -> {
            KernelMessages device = new KernelMessages(kernel);
            long handle = device.open(KernelMessages.MINOR, 0, 1);
            device.write(handle, "<3>hello\n".getBytes(StandardCharsets.US_ASCII), false);
            assertThat(read(device, handle)).matches("3,0,\\d+,-;hello\n");
        });
    }

    @Test
    void readerThatLostRecordsIsToldOnce() throws Exception {
        KernelHarness.inKernel(kernel -> {
            KernelMessages device = new KernelMessages(kernel);
            kernel.log().info("first");
            long handle = device.open(KernelMessages.MINOR, 0, 1);
            read(device, handle);
            for (int i = 0; i < 5000; i++) {
                kernel.log().info("more");
            }
            assertThatThrownBy(() -> read(device, handle)).isEqualTo(Errno.EPIPE);
            assertThat(read(device, handle)).endsWith(";more\n");
        });
    }

    @Test
    void recordThatDoesNotFitIsEinval() throws Exception {
        KernelHarness.inKernel(kernel -> {
            KernelMessages device = new KernelMessages(kernel);
            kernel.log().info("a long message");
            long handle = device.open(KernelMessages.MINOR, 0, 1);
            assertThatThrownBy(() -> device.read(handle, 10, true)).isEqualTo(Errno.EINVAL);
        });
    }
}

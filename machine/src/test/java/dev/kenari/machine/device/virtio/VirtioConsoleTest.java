package dev.kenari.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.WindowSize;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.device.HostReader;
import dev.kenari.machine.device.HostWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class VirtioConsoleTest {
    private static final long FEATURES = VirtioDevice.VERSION_1 | VirtioConsole.FEATURE_MULTIPORT;
    private static final long BUFFER = DriverSide.BASE + 0x10000;
    private static final long CONTROL = BUFFER + 0x8000;
    private static final int RECEIVE_0 = 0;
    private static final int TRANSMIT_1 = 5;

    private static final class Window implements ConsoleBackend {
        private Consumer<WindowSize> listener;

        @Override
        public InputStream input() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream output() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public WindowSize size() {
            return new WindowSize(80, 24);
        }

        @Override
        public void onResize(Consumer<WindowSize> value) {
            listener = value;
        }
    }

    private final PhysicalMemory memory = new PhysicalMemory(DriverSide.BASE, 1 << 20);
    private final Window window = new Window();
    private HostWriter writer;
    private VirtioConsole console;
    private DriverSide driver;
    private int controlBuffers;

    private void connect(InputStream in, OutputStream out) {
        writer = new HostWriter("out", out, false);
        console = new VirtioConsole(
                memory,
                List.of(
                        new ConsolePort("stdin", new HostReader("in", in, false), null),
                        new ConsolePort("stdout", null, writer)),
                window);
        driver = new DriverSide(memory, console);
        driver.start(FEATURES);
        for (int i = 0; i < DriverSide.SIZE; i++) {
            postControl();
        }
    }

    private void postControl() {
        long at = CONTROL + 64L * (controlBuffers++ % DriverSide.SIZE);
        driver.submit(VirtioConsole.CONTROL_RECEIVE, at, 64, true);
    }

    @AfterEach
    void free() {
        writer.close();
        console.close();
        memory.close();
    }

    private void control(int id, int event, int value) {
        memory.putInt(BUFFER, id);
        memory.putShort(BUFFER + 4, (short) event);
        memory.putShort(BUFFER + 6, (short) value);
        driver.submit(VirtioConsole.CONTROL_TRANSMIT, BUFFER, 8, false);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    /** Input that ends when {@code latch} opens: no message of its end comes between others before that. */
    private static InputStream endingWith(CountDownLatch latch) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
    }

    private int controlSeen;

    /** The next control message as {@code id event value [name]}. */
    private String message() throws InterruptedException {
        await(() -> driver.finished(VirtioConsole.CONTROL_RECEIVE) > 0);
        int length = driver.used(VirtioConsole.CONTROL_RECEIVE);
        long at = CONTROL + 64L * (controlSeen++ % DriverSide.SIZE);
        byte[] name = new byte[length - 8];
        memory.read(at + 8, name, 0, name.length);
        String text = memory.getInt(at) + " " + memory.getShort(at + 4) + " " + memory.getShort(at + 6);
        postControl();
        return (text + " " + new String(name, StandardCharsets.US_ASCII)).strip();
    }

    private void openPorts() throws InterruptedException {
        control(0, VirtioConsole.DEVICE_READY, 1);
        assertThat(message()).isEqualTo("0 1 1");
        assertThat(message()).isEqualTo("1 1 1");
        for (int port = 0; port < 2; port++) {
            control(port, VirtioConsole.PORT_READY, 1);
            assertThat(message()).isEqualTo(port + " 7 1 " + (port == 0 ? "stdin" : "stdout"));
            assertThat(message()).isEqualTo(port + " 6 1");
            control(port, VirtioConsole.PORT_OPEN, 1);
        }
    }

    @Test
    void deliversInputAndThenItsEnd() throws Exception {
        byte[] text = "hello, guest".getBytes(StandardCharsets.US_ASCII);
        connect(new ByteArrayInputStream(text), OutputStream.nullOutputStream());
        openPorts();
        driver.submit(RECEIVE_0, BUFFER + 0x1000, 5, true);
        await(() -> driver.finished(RECEIVE_0) == 1);
        assertThat(driver.used(RECEIVE_0)).isEqualTo(5);
        assertThat(driver.finished(VirtioConsole.CONTROL_RECEIVE)).as("no end before the last byte").isZero();
        driver.submit(RECEIVE_0, BUFFER + 0x1005, 100, true);
        await(() -> driver.finished(RECEIVE_0) == 1);
        assertThat(driver.used(RECEIVE_0)).isEqualTo(7);
        byte[] received = new byte[text.length];
        memory.read(BUFFER + 0x1000, received, 0, received.length);
        assertThat(received).isEqualTo(text);
        assertThat(message()).isEqualTo("0 6 0");
    }

    @Test
    void readsNothingOfTheHostBeforeThePortIsOpen() throws Exception {
        InputStream untouchable = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("touched");
            }
        };
        connect(untouchable, OutputStream.nullOutputStream());
        control(0, VirtioConsole.DEVICE_READY, 1);
        assertThat(message()).isEqualTo("0 1 1");
        assertThat(message()).isEqualTo("1 1 1");
        control(0, VirtioConsole.PORT_READY, 1);
        assertThat(message()).isEqualTo("0 7 1 stdin");
        assertThat(message()).isEqualTo("0 6 1");
        assertThat(driver.finished(VirtioConsole.CONTROL_RECEIVE)).isZero();
    }

    @Test
    void holdsOutputBackWhileTheHostIsSlow() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        connect(endingWith(open), new OutputStream() {
            @Override
            public void write(int b) {
                received.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                received.write(bytes, offset, length);
            }
        });
        openPorts();
        int length = 0x10000;
        memory.fill(BUFFER + 0x10000, length, (byte) 'z');
        int sent = 0;
        while (sent < DriverSide.SIZE && driver.finished(TRANSMIT_1) == sent) {
            driver.submit(TRANSMIT_1, BUFFER + 0x10000, length, false);
            sent++;
        }
        assertThat(driver.finished(TRANSMIT_1)).isEqualTo(sent - 1).isPositive();
        assertThat(console.drained()).isFalse();
        open.countDown();
        int all = sent;
        await(() -> driver.finished(TRANSMIT_1) == all);
        assertThat(console.drained()).isTrue();
        assertThat(writer.drain(10_000)).isTrue();
        assertThat(received.size()).isEqualTo(all * length);
    }

    @Test
    void tellsThatNobodyReadsTheOutputAnyMore() throws Exception {
        connect(InputStream.nullInputStream(), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        control(0, VirtioConsole.DEVICE_READY, 1);
        message();
        message();
        control(1, VirtioConsole.PORT_READY, 1);
        message();
        assertThat(message()).isEqualTo("1 6 1");
        driver.submit(TRANSMIT_1, BUFFER + 0x1000, 10, false);
        assertThat(message()).isEqualTo("1 6 0");
        driver.submit(TRANSMIT_1, BUFFER + 0x1000, 10, false);
        assertThat(driver.finished(TRANSMIT_1)).as("dropped, not stuck").isEqualTo(2);
    }

    @Test
    void showsTheWindowSizeAndItsChanges() {
        connect(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        driver.set(VirtioMmio.INTERRUPT_ACK, 3);
        assertThat(driver.mmio.read(VirtioMmio.CONFIG, 2)).isEqualTo(80);
        assertThat(driver.mmio.read(VirtioMmio.CONFIG + 2, 2)).isEqualTo(24);
        assertThat(driver.mmio.read(VirtioMmio.CONFIG + 4, 4)).as("ports").isEqualTo(2);
        int generation = driver.get(VirtioMmio.CONFIG_GENERATION);
        window.listener.accept(new WindowSize(132, 43));
        assertThat(driver.mmio.read(VirtioMmio.CONFIG, 2)).isEqualTo(132);
        assertThat(driver.get(VirtioMmio.CONFIG_GENERATION)).isNotEqualTo(generation);
        assertThat(driver.get(VirtioMmio.INTERRUPT_STATUS)).isEqualTo(VirtioMmio.CONFIGURATION_CHANGE);
    }

    @Test
    void boundsWhatItKeepsForADriverThatAsksAndNeverListens() {
        connect(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        for (int i = 0; i < 100_000; i++) {
            control(0, VirtioConsole.DEVICE_READY, 1);
        }
        assertThat(driver.needsReset()).isFalse();
    }
}

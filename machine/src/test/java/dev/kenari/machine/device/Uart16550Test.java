package dev.kenari.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class Uart16550Test {
    private final PipedOutputStream typing = new PipedOutputStream();
    private final Screen screen = new Screen();
    private final HostReader reader = new HostReader("typing", new PipedInputStream(typing), false);
    private final HostWriter writer = new HostWriter("screen", screen, false);
    private final AtomicBoolean interrupt = new AtomicBoolean();
    private final Uart16550 uart = new Uart16550(reader, writer, interrupt::set);

    Uart16550Test() throws IOException {}

    /** A host stream that takes bytes only while open. */
    private static final class Screen extends OutputStream {
        private final StringBuffer text = new StringBuffer();
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void write(int b) {
            text.append((char) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        }
    }

    @AfterEach
    void unblock() {
        screen.open.countDown();
        reader.close();
        writer.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    private int read(int register) {
        return (int) uart.read(register, 1);
    }

    private void write(int register, int value) {
        uart.write(register, 1, value);
    }

    private void type(String text) throws IOException {
        typing.write(text.getBytes(StandardCharsets.ISO_8859_1));
        typing.flush();
        reader.start();
    }

    @Test
    void isAsTheDataSheetSaysAfterReset() {
        assertThat(read(Uart16550.IER_DLM)).isZero();
        assertThat(read(Uart16550.IIR_FCR)).isEqualTo(Uart16550.IIR_NONE);
        assertThat(read(Uart16550.LCR)).isZero();
        assertThat(read(Uart16550.LSR)).isEqualTo(Uart16550.LSR_THRE | Uart16550.LSR_TEMT);
        assertThat(read(Uart16550.MSR) & Uart16550.MSR_DCD).isNotZero();
    }

    @Test
    void divisorLatchHidesDataAndInterruptEnable() {
        write(Uart16550.LCR, Uart16550.LCR_DLAB);
        write(Uart16550.RBR_THR_DLL, 0x34);
        write(Uart16550.IER_DLM, 0x12);
        assertThat(read(Uart16550.RBR_THR_DLL)).isEqualTo(0x34);
        assertThat(read(Uart16550.IER_DLM)).isEqualTo(0x12);
        write(Uart16550.LCR, 3);
        assertThat(read(Uart16550.IER_DLM)).isZero();
    }

    @Test
    void receivesWhatIsTyped() throws Exception {
        write(Uart16550.IER_DLM, Uart16550.IER_RECEIVE);
        assertThat(interrupt).isFalse();
        type("ab");
        await(interrupt::get);
        assertThat(read(Uart16550.IIR_FCR)).isEqualTo(Uart16550.IIR_RECEIVE);
        assertThat(read(Uart16550.LSR) & Uart16550.LSR_DATA).isNotZero();
        assertThat(read(Uart16550.RBR_THR_DLL)).isEqualTo('a');
        await(() -> (read(Uart16550.LSR) & Uart16550.LSR_DATA) != 0);
        assertThat(read(Uart16550.RBR_THR_DLL)).isEqualTo('b');
        assertThat(interrupt).isFalse();
        assertThat(read(Uart16550.LSR) & Uart16550.LSR_DATA).isZero();
    }

    @Test
    void belowTheFifoTriggerReportsATimeout() throws Exception {
        write(Uart16550.IIR_FCR, Uart16550.FCR_ENABLE | 2 << 6);
        write(Uart16550.IER_DLM, Uart16550.IER_RECEIVE);
        type("abc");
        await(interrupt::get);
        assertThat(read(Uart16550.IIR_FCR)).isEqualTo(Uart16550.IIR_FIFO | Uart16550.IIR_TIMEOUT);
    }

    @Test
    void sendsAndInterruptsWhenItCanSendAgain() throws Exception {
        screen.open.countDown();
        write(Uart16550.IER_DLM, Uart16550.IER_TRANSMIT);
        assertThat(interrupt).as("enabling while empty interrupts").isTrue();
        assertThat(read(Uart16550.IIR_FCR)).isEqualTo(Uart16550.IIR_TRANSMIT);
        assertThat(interrupt).as("reading IIR acknowledges").isFalse();
        write(Uart16550.RBR_THR_DLL, 'x');
        assertThat(interrupt).isTrue();
        assertThat(writer.drain(Long.MAX_VALUE / 1_000_000)).isTrue();
        assertThat(screen.text).hasToString("x");
    }

    @Test
    void dropsThreWhileTheHostIsSlowAndLosesNothing() throws Exception {
        int sent = 0;
        while ((read(Uart16550.LSR) & Uart16550.LSR_THRE) != 0) {
            write(Uart16550.RBR_THR_DLL, 'a' + sent++ % 26);
        }
        assertThat(sent).isGreaterThan(HostWriter.CAPACITY / 2);
        write(Uart16550.IER_DLM, Uart16550.IER_TRANSMIT);
        assertThat(interrupt).isFalse();
        screen.open.countDown();
        await(interrupt::get);
        assertThat(read(Uart16550.LSR) & Uart16550.LSR_THRE).isNotZero();
        assertThat(writer.drain(Long.MAX_VALUE / 1_000_000)).isTrue();
        assertThat(screen.text.length()).isEqualTo(sent);
        assertThat(screen.text.charAt(sent - 1)).isEqualTo((char) ('a' + (sent - 1) % 26));
    }

    @Test
    void endOfInputDropsTheCarrier() throws Exception {
        write(Uart16550.IER_DLM, Uart16550.IER_MODEM);
        typing.close();
        reader.start();
        await(interrupt::get);
        assertThat(read(Uart16550.IIR_FCR)).isEqualTo(Uart16550.IIR_MODEM);
        assertThat(read(Uart16550.MSR)).isEqualTo(Uart16550.MSR_CTS | Uart16550.MSR_DSR | Uart16550.MSR_DELTA_DCD);
        assertThat(interrupt).as("reading MSR acknowledges").isFalse();
    }

    @Test
    void loopsBack() {
        write(Uart16550.MCR, Uart16550.MCR_LOOP | 2);
        write(Uart16550.RBR_THR_DLL, 'q');
        assertThat(read(Uart16550.LSR) & Uart16550.LSR_DATA).isNotZero();
        assertThat(read(Uart16550.RBR_THR_DLL)).isEqualTo('q');
        assertThat(read(Uart16550.MSR)).as("RTS shows as CTS").isEqualTo(Uart16550.MSR_CTS);
    }

    @Test
    void remembersTheScratchRegister() {
        write(Uart16550.SCR, 0x5A);
        assertThat(read(Uart16550.SCR)).isEqualTo(0x5A);
    }
}

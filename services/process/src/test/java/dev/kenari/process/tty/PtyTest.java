package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** pty(7): what one side writes, the other reads. */
class PtyTest {
    private final Shell shell = new Shell();
    private Kernel kernel;
    private ControllingTerminals terminals;
    private TtyIoctls ioctls;
    private Pty master;

    private void inKernel(KernelHarness.Body body) throws Exception {
        KernelHarness.inKernel(k -> {
            kernel = k;
            terminals = new ControllingTerminals(shell);
            ioctls = new TtyIoctls(terminals, shell, null);
            master = new Ptys(k, shell, terminals, ioctls).create();
            body.run(k);
        });
    }

    private TtyFile slave() {
        return new TtyFile(master.slave(), master, ioctls);
    }

    private void set(Termios termios) {
        master.slave().setTermios(termios);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String read(Endpoint endpoint) throws Errno {
        return new String(endpoint.read(4096, true), StandardCharsets.ISO_8859_1);
    }

    private static void write(Endpoint endpoint, String text) throws Errno {
        assertThat(endpoint.write(bytes(text), true)).isEqualTo(text.length());
    }

    /** Another task does something while the test's sleeps. */
    private void meanwhile(Runnable action) {
        kernel.task("other", task -> action.run()).wake();
    }

    private static Runnable typing(Endpoint endpoint, String text) {
        return () -> {
            try {
                write(endpoint, text);
            } catch (Errno e) {
                throw new AssertionError(e);
            }
        };
    }

    @Test
    void slaveReadsALineAndTheMasterSeesItsEcho() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            write(master, "ls\n");
            assertThat(read(slave)).isEqualTo("ls\n");
            assertThat(read(master)).isEqualTo("ls\r\n");
        });
    }

    @Test
    void masterReadsWhatTheSlaveWrites() throws Exception {
        inKernel(k -> {
            write(slave(), "a\nb");
            assertThat(read(master)).isEqualTo("a\r\nb");
        });
    }

    @Test
    void nonBlockingReadOfNothingIsEagain() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            assertThatThrownBy(() -> read(slave)).isEqualTo(Errno.EAGAIN);
            assertThatThrownBy(() -> read(master)).isEqualTo(Errno.EAGAIN);
        });
    }

    @Test
    void readSleepsUntilTheLineIsComplete() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            write(master, "a");
            meanwhile(typing(master, "b\n"));
            assertThat(new String(slave.read(100, false), StandardCharsets.ISO_8859_1)).isEqualTo("ab\n");
        });
    }

    @Test
    void vminWaitsForThatManyBytes() throws Exception {
        inKernel(k -> {
            set(Typist.local(0, ICANON | ECHO).withCharacter(VMIN, 3));
            TtyFile slave = slave();
            write(master, "ab");
            assertThat(slave.poll(Poll.POLLIN)).isZero();
            meanwhile(typing(master, "cd"));
            assertThat(new String(slave.read(100, false), StandardCharsets.ISO_8859_1)).isEqualTo("abcd");
        });
    }

    @Test
    void vminZeroReturnsAtOnce() throws Exception {
        inKernel(k -> {
            set(Typist.local(0, ICANON).withCharacter(VMIN, 0));
            assertThat(slave().read(100, false)).isEmpty();
        });
    }

    @Test
    void vtimeEndsAReadOfNothing() throws Exception {
        inKernel(k -> {
            set(Typist.local(0, ICANON).withCharacter(VMIN, 0).withCharacter(VTIME, 1));
            long before = k.timers().now();
            assertThat(slave().read(100, false)).isEmpty();
            assertThat(k.timers().now() - before).isGreaterThanOrEqualTo(100_000_000L);
        });
    }

    @Test
    void vtimeEndsAReadBetweenBytes() throws Exception {
        inKernel(k -> {
            set(Typist.local(0, ICANON | ECHO).withCharacter(VMIN, 5).withCharacter(VTIME, 1));
            TtyFile slave = slave();
            write(master, "ab");
            assertThat(slave.read(100, false)).hasSize(2);
        });
    }

    @Test
    void writerSleepsWhileTheMasterReadsNothing() throws Exception {
        inKernel(k -> {
            set(Typist.output(0, OPOST));
            TtyFile slave = slave();
            int[] read = new int[1];
            meanwhile(() -> {
                try {
                    while (read[0] < 100_000) {
                        read[0] += master.read(4096, false).length;
                    }
                } catch (Errno e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(slave.write(new byte[100_000], false)).isEqualTo(100_000);
        });
    }

    @Test
    void typingAheadStopsWhenTheBufferIsFull() throws Exception {
        inKernel(k -> {
            set(Typist.local(0, ICANON | ECHO));
            slave();
            assertThat(master.write(new byte[10_000], true)).isEqualTo(4095);
            assertThat(master.poll(Poll.POLLOUT)).isZero();
            assertThatThrownBy(() -> master.write(new byte[1], true)).isEqualTo(Errno.EAGAIN);
        });
    }

    @Test
    void stoppedOutputWaitsForXon() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            write(master, "\u0013");
            assertThat(slave.poll(Poll.POLLOUT)).isZero();
            assertThatThrownBy(() -> write(slave, "x")).isEqualTo(Errno.EAGAIN);
            write(master, "y");
            assertThatThrownBy(() -> read(master)).isEqualTo(Errno.EAGAIN);
            write(master, "\u0011");
            write(slave, "x");
            assertThat(read(master)).isEqualTo("yx");
        });
    }

    @Test
    void masterReadsEioOnceTheLastSlaveIsClosed() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            write(slave, "bye");
            slave.release();
            assertThat(master.poll(Poll.POLLIN)).isEqualTo(Poll.POLLIN | Poll.POLLHUP);
            assertThat(read(master)).isEqualTo("bye");
            assertThatThrownBy(() -> read(master)).isEqualTo(Errno.EIO);
            slave();
            assertThatThrownBy(() -> read(master)).isEqualTo(Errno.EAGAIN);
        });
    }

    @Test
    void closingTheMasterHangsTheSlaveUp() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            shell.as(7, 7, 7);
            terminals.acquire(master.slave(), false);
            master.release();
            assertThat(slave.read(10, false)).isEmpty();
            assertThatThrownBy(() -> write(slave, "x")).isEqualTo(Errno.EIO);
            assertThat(slave.poll(0)).isEqualTo(Poll.POLLHUP | Poll.POLLERR);
            assertThat(shell.sent).containsExactly(new Shell.Sent(0, 7, Signal.HUP), new Shell.Sent(0, 7, Signal.CONT));
            assertThat(terminals.of(7)).isNull();
        });
    }

    @Test
    void closingTheMasterEndsASleepingReadWithEio() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            meanwhile(master::release);
            assertThatThrownBy(() -> slave.read(10, false)).isEqualTo(Errno.EIO);
        });
    }

    @Test
    void packetModeTellsOfStopsAndFlushes() throws Exception {
        inKernel(k -> {
            TtyFile slave = slave();
            master.setPackets(true);
            write(slave, "x");
            assertThat(read(master)).isEqualTo("\0x");
            master.slave().stopOutput();
            assertThat(master.poll(Poll.POLLPRI)).isEqualTo(Poll.POLLPRI);
            assertThat(read(master)).isEqualTo("\u0004");
        });
    }

    @Test
    void vintrInterruptsTheForegroundGroup() throws Exception {
        inKernel(k -> {
            slave();
            shell.as(7, 7, 7);
            terminals.acquire(master.slave(), false);
            write(master, "\u0003");
            assertThat(shell.sent).containsExactly(new Shell.Sent(7, 0, Signal.INT));
        });
    }
}

package dev.kenari.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.Watch;
import dev.kenari.machine.ConsoleBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
    private static final class Terminal implements ConsoleBackend {
        final PipedOutputStream keyboard = new PipedOutputStream();
        final PipedInputStream typed;
        final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Consumer<dev.kenari.machine.WindowSize> resize;

        Terminal() throws IOException {
            typed = new PipedInputStream(keyboard);
        }

        @Override
        public InputStream input() {
            return typed;
        }

        @Override
        public OutputStream output() {
            return screen;
        }

        @Override
        public dev.kenari.machine.WindowSize size() {
            return new dev.kenari.machine.WindowSize(80, 25);
        }

        @Override
        public void onResize(Consumer<dev.kenari.machine.WindowSize> listener) {
            resize = listener;
        }
    }

    private final Terminal terminal = new Terminal();

    ConsoleTest() throws IOException {}

    /** What is true some time. */
    private interface Condition {
        boolean holds() throws Errno;
    }

    private static void await(Kernel kernel, Console console, Condition condition) throws Errno {
        while (!condition.holds()) {
            kernel.waitQueues().find(console.waitQueue()).sleep();
        }
    }

    @Test
    void aKeyTravelsFromTheHostToAReader() throws Exception {
        DriversHarness.run(DriversHarness.board().withConsole(terminal), (kernel, drivers) -> {
            Console console = drivers.console().orElseThrow();
            assertThat(console.read(0, 10)).isEmpty();
            terminal.keyboard.write("ls\r".getBytes(StandardCharsets.US_ASCII));
            terminal.keyboard.flush();
            StringBuilder line = new StringBuilder();
            await(kernel, console, () -> {
                line.append(new String(console.read(line.length(), 2), StandardCharsets.US_ASCII));
                return line.length() == 3;
            });
            assertThat(line).hasToString("ls\r");
            assertThat(console.carrier()).isTrue();
            terminal.keyboard.close();
            await(kernel, console, () -> !console.carrier());
            assertThat(kernel.interrupts().counts()).containsKey(10);
        });
    }

    @Test
    void sendsMoreThanTheDeviceHolds() throws Exception {
        byte[] text = new byte[900_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (' ' + i % 90);
        }
        DriversHarness.run(DriversHarness.board().withConsole(terminal), (kernel, drivers) -> {
            Console console = drivers.console().orElseThrow();
            int[] sent = new int[1];
            await(kernel, console, () -> {
                sent[0] += console.write(sent[0], Arrays.copyOfRange(text, sent[0], text.length));
                return sent[0] == text.length;
            });
        });
        assertThat(terminal.screen.toByteArray()).isEqualTo(text);
    }

    @Test
    void hearsOfTheWindowsSize() throws Exception {
        DriversHarness.run(DriversHarness.board().withConsole(terminal), (kernel, drivers) -> {
            StreamPorts streams = drivers.streams().orElseThrow();
            assertThat(streams.windowSize()).isEqualTo(new WindowSize(80, 25));
            try (Watch watch = new Watch(kernel.waitQueues().find(streams.windowQueue()))) {
                terminal.resize.accept(new dev.kenari.machine.WindowSize(100, 30));
                while (streams.windowSize().columns() != 100) {
                    watch.await(Long.MAX_VALUE);
                }
            }
            assertThat(streams.windowSize().rows()).isEqualTo(30);
        });
    }
}

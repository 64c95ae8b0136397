package dev.kenari.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.machine.device.WiredHart;
import dev.kenari.machine.fdt.DeviceTree;
import dev.kenari.machine.fdt.Node;
import dev.kenari.machine.riscv.Cause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardTest {
    private static BoardConfiguration small() {
        return BoardConfiguration.of(1 << 20, 2, WiredHart::create);
    }

    @Test
    void deviceTreeNamesWhereEveryDeviceIs() {
        try (Board board = new Board(small())) {
            Node root = DeviceTree.parse(board.deviceTree());
            assertThat(root.child("memory@80000000").orElseThrow().wideCells("reg"))
                    .containsExactly(MemoryMap.DRAM, 1 << 20);
            assertThat(root.compatible("riscv,cpu-intc")).hasSize(2);
            for (String model : List.of("ns16550a", "riscv,plic0", "riscv,clint0", "google,goldfish-rtc")) {
                long address = root.compatible(model).getFirst().wideCells("reg")[0];
                assertThat(board.bus().read(address, 4)).as(model).isNotNegative();
            }
        }
    }

    @Test
    void typedBytesInterruptAHartThroughThePlic() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        ConsoleBackend console = new ConsoleBackend() {
            @Override
            public InputStream input() {
                return new ByteArrayInputStream("k".getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public OutputStream output() {
                return screen;
            }
        };
        try (Board board = new Board(small().withConsole(console))) {
            long claim = MemoryMap.PLIC + 0x20_1004;
            board.bus().write(MemoryMap.PLIC + 4 * MemoryMap.UART0_SOURCE, 4, 1);
            board.bus().write(MemoryMap.PLIC + 0x2080, 4, 1 << MemoryMap.UART0_SOURCE);
            board.bus().write(MemoryMap.UART0 + 1, 1, 1);
            WiredHart hart = (WiredHart) board.harts().get(1);
            while (!hart.pending(Cause.EXTERNAL)) {
                Thread.sleep(1);
            }
            assertThat(board.bus().read(claim, 4)).isEqualTo(MemoryMap.UART0_SOURCE);
            assertThat(board.bus().read(MemoryMap.UART0, 1)).isEqualTo('k');
            board.bus().write(claim, 4, MemoryMap.UART0_SOURCE);
            assertThat(hart.pending(Cause.EXTERNAL)).isFalse();
            board.bus().write(MemoryMap.UART0, 1, '!');
        }
        assertThat(screen.toString(StandardCharsets.US_ASCII)).as("closing drains").isEqualTo("!");
    }

    @Test
    void deviceTreeCompilerReadsTheTreeWithoutComplaint(@TempDir Path directory) throws Exception {
        Path blob = directory.resolve("board.dtb");
        Path rom = Files.writeString(directory.resolve("rom"), "x");
        try (Board board = new Board(small().withRom(rom))) {
            Files.write(blob, board.deviceTree());
        }
        Process dtc;
        try {
            dtc = new ProcessBuilder("dtc", "-I", "dtb", "-O", "dts", blob.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "needs dtc: install the Debian package device-tree-compiler");
            return;
        }
        String text = new String(dtc.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(dtc.waitFor()).as(text).isZero();
        assertThat(text).doesNotContain("Warning").contains("serial@10000000 {").contains("rom@10100000 {");
    }

    @Test
    void aRomThatIsNotThereIsRefused() {
        Path missing = Path.of("no", "such", "rom");
        assertThatThrownBy(() -> new Board(small().withRom(missing)).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aSeedRepeatsItsRandomnessAndItsTime() {
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        try (Board board = new Board(small().withSeed(7))) {
            board.entropy().fill(first);
            board.clock().retired(1000);
            assertThat(board.clock().nanos()).isEqualTo(1000);
        }
        try (Board board = new Board(small().withSeed(7))) {
            board.entropy().fill(second);
        }
        assertThat(second).isEqualTo(first).isNotEqualTo(new byte[32]);
    }
}

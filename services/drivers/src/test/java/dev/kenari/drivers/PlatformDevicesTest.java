package dev.kenari.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.machine.InstructionClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlatformDevicesTest {
    @Test
    void aRomIsReadIntoFrames(@TempDir Path directory) throws Exception {
        Path first = Files.writeString(directory.resolve("first"), "0123456789");
        Path second = Files.writeString(directory.resolve("second"), "abc");
        DriversHarness.run(DriversHarness.board().withRom(first).withRom(second), (kernel, drivers) -> {
            Roms roms = drivers.roms();
            assertThat(roms.count()).isEqualTo(2);
            assertThat(roms.size(0)).isEqualTo(10);
            assertThat(roms.size(1)).isEqualTo(3);
            long frame = kernel.frames().allocateZeroed();
            roms.read(0, 4, frame, 6);
            roms.read(1, 0, frame + 6, 3);
            byte[] bytes = new byte[10];
            kernel.frames().memory().read(frame, bytes, 0, 10);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo("456789abc\0");
            assertThatThrownBy(() -> roms.read(1, 0, frame, 4)).isSameAs(Errno.EIO);
            assertThatThrownBy(() -> roms.size(2)).isSameAs(Errno.ENXIO);
        });
    }

    @Test
    void entropyComesFromTheBoard() throws Exception {
        byte[][] drawn = new byte[2][];
        for (int i = 0; i < 2; i++) {
            int run = i;
            DriversHarness.run(DriversHarness.board().withSeed(42), (kernel, drivers) -> {
                EntropySource source = drivers.entropy().orElseThrow();
                drawn[run] = source.random(100);
                assertThat(source.random(100)).isNotEqualTo(drawn[run]);
                assertThatThrownBy(() -> source.random(5000)).isSameAs(Errno.EINVAL);
            });
        }
        assertThat(drawn[0]).hasSize(100).isEqualTo(drawn[1]);
    }

    @Test
    void theClockTellsTheBoardsTimeAndCanBeSet() throws Exception {
        DriversHarness.run(DriversHarness.board().withSeed(1), (kernel, drivers) -> {
            RealTimeClock clock = drivers.clock().orElseThrow();
            assertThat(clock.now()).isBetween(
                    InstructionClock.DEFAULT_EPOCH, InstructionClock.DEFAULT_EPOCH + 1_000_000_000L);
            clock.set(1L << 60);
            assertThat(clock.now()).isBetween(1L << 60, (1L << 60) + 1_000_000_000L);
        });
    }
}

package dev.kenari.machine.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class BusTest {
    private final Bus bus = new Bus();
    private final MmioDevice echo = new MmioDevice() {
        private long last;

        @Override
        public long read(long offset, int width) {
            return last;
        }

        @Override
        public void write(long offset, int width, long value) {
            last = offset << 8 | value;
        }
    };

    @Test
    void devicesSeeOffsetsFromTheirBase() {
        bus.map(0x1000, 0x100, echo);
        bus.write(0x10F8, 8, 3);
        assertThat(bus.read(0x1000, 1)).isEqualTo(0xF803);
    }

    @Test
    void nothingAnswersBesideADevice() {
        bus.map(0x1000, 0x100, echo);
        assertThatExceptionOfType(BusError.class).isThrownBy(() -> bus.read(0xFF8, 8));
        assertThatExceptionOfType(BusError.class).isThrownBy(() -> bus.read(0x1100, 1));
        assertThatExceptionOfType(BusError.class)
                .isThrownBy(() -> bus.read(-8, 8))
                .satisfies(e -> assertThat(e.address()).isEqualTo(-8));
    }

    @Test
    void refusesMisalignedAndOddAccesses() {
        bus.map(0x1000, 0x100, echo);
        assertThatExceptionOfType(BusError.class).isThrownBy(() -> bus.write(0x1002, 4, 0));
        assertThatExceptionOfType(BusError.class).isThrownBy(() -> bus.read(0x1000, 3));
        assertThatExceptionOfType(BusError.class).isThrownBy(() -> bus.read(0x1000, 16));
    }

    @Test
    void refusesOverlappingDevices() {
        bus.map(0x1000, 0x100, echo);
        assertThatIllegalArgumentException().isThrownBy(() -> bus.map(0x10FF, 1, echo));
        assertThatIllegalArgumentException().isThrownBy(() -> bus.map(0xFFF, 2, echo));
        bus.map(0x1100, 0x100, echo);
    }
}

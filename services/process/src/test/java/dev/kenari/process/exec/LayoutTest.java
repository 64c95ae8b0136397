package dev.kenari.process.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.mm.AddressSpace;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void partsAreAlignedAndApartForAnyRandomness() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[Layout.RANDOM_BYTES];
            random.nextBytes(bytes);
            Layout layout = Layout.random(bytes, 8 << 20);
            assertThat(layout.stackTop() & 4095).isZero();
            assertThat(layout.mapBase() & 4095).isZero();
            assertThat(layout.programBase() & 4095).isZero();
            assertThat(layout.stackTop()).isLessThanOrEqualTo(AddressSpace.TOP);
            assertThat(layout.stackTop() - layout.mapBase()).as("room for the stack").isGreaterThan(8 << 20);
            assertThat(layout.programBase()).isLessThan(layout.mapBase());
        }
    }

    @Test
    void theSameRandomnessGivesTheSameLayout() {
        byte[] bytes = new byte[Layout.RANDOM_BYTES];
        bytes[3] = 7;
        assertThat(Layout.random(bytes, 1 << 20)).isEqualTo(Layout.random(bytes, 1 << 20));
        assertThat(Layout.random(bytes, 1 << 20)).isNotEqualTo(Layout.fixed(1 << 20));
    }

    @Test
    void noStackLimitStillLeavesRoomToMap() {
        Layout layout = Layout.fixed(Long.MAX_VALUE);
        assertThat(layout.mapBase()).isGreaterThanOrEqualTo(AddressSpace.TOP / 6 - 4096);
    }
}

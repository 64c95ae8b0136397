package dev.kenari.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.InstructionClock;
import dev.kenari.machine.riscv.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AclintTest {
    private final InstructionClock clock = new InstructionClock();
    private final List<WiredHart> harts = WiredHart.create(2, null, clock);
    private final Aclint aclint = new Aclint(harts, clock);

    @Test
    void mtimeCountsTicksOfTheBoardClock() {
        clock.skipTo(0x1_0000_0000L * Aclint.TICK_NANOS + 250);
        assertThat(aclint.read(Aclint.MTIME, 8)).isEqualTo(0x1_0000_0002L);
        assertThat(aclint.read(Aclint.MTIME, 4)).isEqualTo(2);
        assertThat(aclint.read(Aclint.MTIME + 4, 4)).isEqualTo(1);
    }

    @Test
    void mtimecmpSetsTheHartsTimer() {
        aclint.write(Aclint.MTIMECMP + 8, 8, 1000);
        assertThat(harts.get(1).timer()).isEqualTo(1000 * Aclint.TICK_NANOS);
        assertThat(harts.get(0).timer()).isEqualTo(Long.MAX_VALUE);
        aclint.write(Aclint.MTIMECMP + 8, 8, -1);
        assertThat(harts.get(1).timer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void mtimecmpCanBeWrittenInHalves() {
        aclint.write(Aclint.MTIMECMP + 4, 4, 1);
        aclint.write(Aclint.MTIMECMP, 4, 5);
        assertThat(harts.get(0).timer()).isEqualTo(0x1_0000_0005L * Aclint.TICK_NANOS);
    }

    @Test
    void msipRaisesAndLowersTheSoftwareInterrupt() {
        aclint.write(4, 4, 1);
        assertThat(harts.get(1).pending(Cause.SOFTWARE)).isTrue();
        assertThat(harts.get(0).pending(Cause.SOFTWARE)).isFalse();
        assertThat(aclint.read(4, 4)).isEqualTo(1);
        aclint.write(4, 4, 0);
        assertThat(harts.get(1).pending(Cause.SOFTWARE)).isFalse();
    }

    @Test
    void setssipRaisesOnly() {
        aclint.sswi().write(0, 4, 1);
        aclint.sswi().write(0, 4, 0);
        assertThat(harts.get(0).pending(Cause.SOFTWARE)).isTrue();
        assertThat(aclint.sswi().read(0, 4)).isZero();
    }

    @Test
    void registersOfHartsThatAreNotThereReadZero() {
        aclint.write(8, 4, 1);
        aclint.write(Aclint.MTIMECMP + 16, 8, 1);
        assertThat(aclint.read(8, 4)).isZero();
        assertThat(aclint.read(Aclint.MTIMECMP + 16, 8)).isZero();
    }
}

package dev.kenari.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.InstructionClock;
import dev.kenari.machine.riscv.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlicTest {
    private final List<WiredHart> harts = WiredHart.create(2, null, new InstructionClock());
    private final Plic plic = new Plic(harts);

    private void priority(int source, int priority) {
        plic.write(source * 4L, 4, priority);
    }

    private void enable(int context, int source) {
        long word = Plic.ENABLE + context * Plic.ENABLE_STRIDE + source / 32 * 4L;
        plic.write(word, 4, plic.read(word, 4) | 1L << source % 32);
    }

    private void threshold(int context, int value) {
        plic.write(Plic.CONTEXT + context * Plic.CONTEXT_STRIDE, 4, value);
    }

    private int claim(int context) {
        return (int) plic.read(Plic.CONTEXT + context * Plic.CONTEXT_STRIDE + 4, 4);
    }

    private void complete(int context, int source) {
        plic.write(Plic.CONTEXT + context * Plic.CONTEXT_STRIDE + 4, 4, source);
    }

    private boolean raised(int hart) {
        return harts.get(hart).pending(Cause.EXTERNAL);
    }

    @Test
    void interruptsOnlyContextsThatEnableTheSource() {
        priority(10, 1);
        enable(1, 10);
        plic.line(10).set(true);
        assertThat(raised(0)).isFalse();
        assertThat(raised(1)).isTrue();
        assertThat(claim(0)).isZero();
    }

    @Test
    void claimLowersTheInterruptAndCompleteRaisesItWhileTheLevelLasts() {
        priority(10, 1);
        enable(0, 10);
        plic.line(10).set(true);
        assertThat(claim(0)).isEqualTo(10);
        assertThat(raised(0)).isFalse();
        assertThat(claim(0)).as("in service").isZero();
        complete(0, 10);
        assertThat(raised(0)).isTrue();
        assertThat(claim(0)).isEqualTo(10);
        plic.line(10).set(false);
        complete(0, 10);
        assertThat(raised(0)).isFalse();
    }

    @Test
    void onlyOneContextClaimsARequest() {
        priority(10, 1);
        enable(0, 10);
        enable(1, 10);
        plic.line(10).set(true);
        assertThat(raised(0)).isTrue();
        assertThat(raised(1)).isTrue();
        assertThat(claim(1)).isEqualTo(10);
        assertThat(raised(0)).isFalse();
        assertThat(claim(0)).isZero();
    }

    @Test
    void higherPriorityWinsThenLowerNumber() {
        for (int source : new int[] {40, 3, 7}) {
            priority(source, source == 40 ? 5 : 2);
            enable(0, source);
            plic.line(source).set(true);
        }
        assertThat(claim(0)).isEqualTo(40);
        assertThat(claim(0)).isEqualTo(3);
        assertThat(claim(0)).isEqualTo(7);
        assertThat(claim(0)).isZero();
    }

    @Test
    void thresholdMasksEqualAndLowerPriorities() {
        priority(5, 3);
        enable(0, 5);
        threshold(0, 3);
        plic.line(5).set(true);
        assertThat(raised(0)).isFalse();
        threshold(0, 2);
        assertThat(raised(0)).isTrue();
    }

    @Test
    void priorityZeroNeverInterrupts() {
        enable(0, 5);
        plic.line(5).set(true);
        assertThat(raised(0)).isFalse();
        assertThat(plic.read(Plic.PENDING, 4)).isEqualTo(1 << 5);
    }

    @Test
    void ignoresCompletionOfASourceThatTheContextDoesNotEnable() {
        priority(5, 1);
        enable(0, 5);
        plic.line(5).set(true);
        assertThat(claim(0)).isEqualTo(5);
        complete(1, 5);
        assertThat(raised(0)).isFalse();
        complete(0, 5);
        assertThat(raised(0)).isTrue();
    }

    @Test
    void withdrawsARequestWhoseLevelDropsUnclaimed() {
        priority(5, 1);
        enable(0, 5);
        plic.line(5).set(true);
        plic.line(5).set(false);
        assertThat(raised(0)).isFalse();
        assertThat(claim(0)).isZero();
    }

    @Test
    void registersBeyondTheLastSourceAndContextReadZero() {
        plic.write(Plic.CONTEXT + 2 * Plic.CONTEXT_STRIDE, 4, 7);
        plic.write(Plic.ENABLE + 2 * Plic.ENABLE_STRIDE, 4, -1);
        plic.write(0, 4, 7);
        plic.write(Plic.ENABLE, 4, -1);
        assertThat(plic.read(Plic.CONTEXT + 2 * Plic.CONTEXT_STRIDE, 4)).isZero();
        assertThat(plic.read(Plic.ENABLE + 2 * Plic.ENABLE_STRIDE, 4)).isZero();
        assertThat(plic.read(0, 4)).as("priority of source 0").isZero();
        assertThat(plic.read(Plic.ENABLE, 4)).as("source 0 is never enabled").isEqualTo(0xFFFF_FFFEL);
    }
}

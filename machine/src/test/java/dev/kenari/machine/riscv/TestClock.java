package dev.kenari.machine.riscv;

import dev.kenari.machine.Clock;

/** A clock of instructions: one nanosecond each. */
final class TestClock implements Clock {
    private long now;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public long epochNanos() {
        return 0;
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    @Override
    public synchronized void retired(long instructions) {
        now += instructions;
    }

    @Override
    public synchronized void skipTo(long nanos) {
        now = Math.max(now, nanos);
    }
}

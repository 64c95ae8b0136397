package dev.kenari.machine;

import java.util.concurrent.atomic.AtomicLong;

/** Time that passes by retired instructions, and not otherwise: a run with one hart repeats. */
public final class InstructionClock implements Clock {
    /** 2025-01-01T00:00Z. */
    public static final long DEFAULT_EPOCH = 1_735_689_600_000_000_000L;

    private final long epoch;
    private final long nanosPerInstruction;
    private final AtomicLong now = new AtomicLong();

    /** A 1 GHz board that retires an instruction a cycle, reset at {@link #DEFAULT_EPOCH}. */
    public InstructionClock() {
        this(DEFAULT_EPOCH, 1);
    }

    /** @param epoch nanoseconds since 1970 at reset */
    public InstructionClock(long epoch, long nanosPerInstruction) {
        this.epoch = epoch;
        this.nanosPerInstruction = nanosPerInstruction;
    }

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public long epochNanos() {
        return epoch;
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    @Override
    public void retired(long instructions) {
        now.addAndGet(instructions * nanosPerInstruction);
    }

    @Override
    public void skipTo(long nanos) {
        now.accumulateAndGet(nanos, Math::max);
    }
}

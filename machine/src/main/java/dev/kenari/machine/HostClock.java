package dev.kenari.machine;

import java.time.Instant;

/** The host's time. */
public final class HostClock implements Clock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long start = System.nanoTime();
    private final long epoch;

    public HostClock() {
        Instant now = Instant.now();
        epoch = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    @Override
    public long nanos() {
        return System.nanoTime() - start;
    }

    @Override
    public long epochNanos() {
        return epoch;
    }

    @Override
    public boolean deterministic() {
        return false;
    }

    @Override
    public void retired(long instructions) {}

    @Override
    public void skipTo(long nanos) {}
}

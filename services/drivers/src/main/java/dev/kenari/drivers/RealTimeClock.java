package dev.kenari.drivers;

import dev.kenari.kernel.component.Protocol;

/** The clock that runs while the board is off. */
@Protocol
public interface RealTimeClock {
    /** Nanoseconds since 1970-01-01T00:00Z. */
    long now();

    void set(long nanos);
}

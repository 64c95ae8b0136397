package dev.kenari.process.timer;

import dev.kenari.kernel.time.Timers;
import dev.kenari.vfs.TimerSetting;

/**
 * A timer on some clock: expires once or at intervals. Expirations that come late are told of together. Guarded by the kernel
 * lock.
 */
final class Countdown {
    /** The least time between two expirations, so that a program's timer can't take all of a hart. */
    private static final long SHORTEST_NANOS = 50_000;
    /** How often a clock of processor time that stands still is looked at. */
    private static final long IDLE_NANOS = 1_000_000;

    /** The clock that is counted on. */
    interface Source {
        long now();

        /** Board time from now at which the clock can be {@code remaining} further at the earliest. */
        long earliest(long remaining);
    }

    /** Hears of {@code count} expirations. */
    interface Expiry {
        void expired(long count);
    }

    private final Timers timers;
    private final Source source;
    private final Expiry expiry;
    private long due;
    private long interval;
    private boolean armed;
    private Timers.Timer timer;

    Countdown(Timers timers, Source source, Expiry expiry) {
        this.timers = timers;
        this.source = source;
        this.expiry = expiry;
    }

    /** Counts in board time. */
    static Source boardTime(Timers timers) {
        return new Source() {
            @Override
            public long now() {
                return timers.now();
            }

            @Override
            public long earliest(long remaining) {
                return remaining;
            }
        };
    }

    /** Counts processor time. */
    static Source cpuTime(CpuClocks.CpuClock clock) {
        return new Source() {
            @Override
            public long now() {
                return clock.now();
            }

            @Override
            public long earliest(long remaining) {
                return Math.max(remaining / clock.threads(), IDLE_NANOS);
            }
        };
    }

    /** Time left and interval; a timer that is due but has not been served yet has 1 ns left. */
    TimerSetting setting() {
        return new TimerSetting(interval, armed ? Math.max(due - source.now(), 1) : 0);
    }

    /** Starts to expire when the source's clock is {@code when}. */
    void arm(long when, long every) {
        disarm();
        due = when;
        interval = every;
        armed = true;
        schedule(0);
    }

    /** Starts to expire when the source's clock is {@code delay} further. */
    void armIn(long delay, long every) {
        long now = source.now();
        arm(delay >= Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delay, every);
    }

    void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        armed = false;
        interval = 0;
    }

    private void schedule(long atLeast) {
        long wait = Math.max(source.earliest(Math.max(due - source.now(), 0)), atLeast);
        long now = timers.now();
        timer = wait >= Long.MAX_VALUE - now ? null : timers.at(now + wait, this::fire);
    }

    private void fire() {
        timer = null;
        long now = source.now();
        if (now < due) {
            schedule(0);
            return;
        }
        long count = 1;
        if (interval > 0) {
            long missed = (now - due) / interval;
            count += missed;
            due += (missed + 1) * interval;
            schedule(SHORTEST_NANOS);
        } else {
            armed = false;
        }
        expiry.expired(count);
    }
}

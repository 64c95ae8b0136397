package dev.kenari.kernel.component;

import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.time.Timers;
import java.util.function.BooleanSupplier;

/** The restarts of one component, and when the next may be. Guarded by the kernel lock. */
final class RestartCount {
    private static final long FORGIVEN_NANOS = 60_000_000_000L;

    private final RestartPolicy policy;
    private int all;
    private int inARow;
    private long lastDeath = Long.MIN_VALUE;

    RestartCount(RestartPolicy policy) {
        this.policy = policy;
    }

    /** An instance that ran has ended. */
    void died(long now) {
        if (lastDeath != Long.MIN_VALUE && now - lastDeath > FORGIVEN_NANOS) {
            inARow = 0;
        }
        lastDeath = now;
    }

    /** Whether no other may be started. */
    boolean exhausted() {
        return inARow >= policy.most();
    }

    /** Tries {@code next} until it succeeds, each time after the delay that is due; sleeps. Returns whether it did. */
    boolean restart(Timers timers, BooleanSupplier next) {
        WaitQueue clock = new WaitQueue();
        do {
            if (exhausted()) {
                return false;
            }
            long delay = policy.delay(inARow++);
            if (delay > 0) {
                clock.sleepUninterruptibly(timers.now() + delay);
            }
        } while (!next.getAsBoolean());
        all++;
        return true;
    }

    /** Those that succeeded. */
    int all() {
        return all;
    }
}

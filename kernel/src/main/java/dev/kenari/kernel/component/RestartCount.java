package dev.kenari.kernel.component;

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

    /** One more is about to be tried, after so many nanoseconds. */
    long nextDelay() {
        return policy.delay(inARow++);
    }

    /** It runs. */
    void succeeded() {
        all++;
    }

    /** Those that succeeded. */
    int all() {
        return all;
    }
}

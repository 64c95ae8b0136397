package dev.kenari.kernel.component;

/**
 * When a domain counts as hung although it uses no CPU: all of its server tasks are busy, and none has come back to its endpoint.
 *
 * @param periodNanos from one look to the next
 * @param misses looks in a row at which none had come back; 0 for no looks at all
 */
public record HeartbeatPolicy(long periodNanos, int misses) {
    /** Longer than a driver may take for one request, and its restart. */
    public static final HeartbeatPolicy DEFAULT = new HeartbeatPolicy(10_000_000_000L, 6);
}

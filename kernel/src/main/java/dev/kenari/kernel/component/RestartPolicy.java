package dev.kenari.kernel.component;

/**
 * What happens when a component's domain ends: it is started again, after a delay that doubles each time from the second restart on.
 *
 * @param most restarts before it is given up; a minute without one starts the count anew
 * @param firstDelayNanos before the second restart in a row; the first comes at once
 */
public record RestartPolicy(int most, long firstDelayNanos) {
    public static final RestartPolicy NEVER = new RestartPolicy(0, 0);
    /** As MINIX's reincarnation server, with a shorter unit. */
    public static final RestartPolicy BACK_OFF = new RestartPolicy(30, 100_000_000L);

    private static final int LONGEST = 6;

    /** Nanoseconds to wait before restart number {@code restart}, from 0. */
    public long delay(int restart) {
        return restart == 0 ? 0 : firstDelayNanos << Math.min(restart - 1, LONGEST);
    }
}

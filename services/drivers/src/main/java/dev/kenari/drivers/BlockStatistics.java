package dev.kenari.drivers;

/**
 * What /proc/diskstats counts: for reads, writes, discards and flushes, in this order, requests that have ended, those that were
 * merged into another, sectors, and nanoseconds in total.
 *
 * @param counts {@link #KINDS} times {@link #FIELDS} numbers
 * @param inFlight requests now
 * @param busyNanos time with at least one request
 * @param weightedNanos time multiplied by the requests at the time
 */
public record BlockStatistics(long[] counts, int inFlight, long busyNanos, long weightedNanos) {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int DISCARD = 2;
    public static final int FLUSH = 3;
    public static final int KINDS = 4;

    public static final int ENDED = 0;
    public static final int MERGED = 1;
    public static final int SECTORS = 2;
    public static final int NANOS = 3;
    public static final int FIELDS = 4;

    public static final BlockStatistics NONE = new BlockStatistics(new long[KINDS * FIELDS], 0, 0, 0);
}

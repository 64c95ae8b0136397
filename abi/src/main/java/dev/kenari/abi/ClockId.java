package dev.kenari.abi;

/** Clock ids of clock_gettime(2) (linux/time.h). */
public final class ClockId {
    public static final int REALTIME = 0;
    public static final int MONOTONIC = 1;
    public static final int PROCESS_CPUTIME = 2;
    public static final int THREAD_CPUTIME = 3;
    public static final int MONOTONIC_RAW = 4;
    public static final int REALTIME_COARSE = 5;
    public static final int MONOTONIC_COARSE = 6;
    public static final int BOOTTIME = 7;
    public static final int REALTIME_ALARM = 8;
    public static final int BOOTTIME_ALARM = 9;
    public static final int TAI = 11;

    private ClockId() {}
}

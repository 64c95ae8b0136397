package dev.kenari.process;

import dev.kenari.abi.Errno;

/** Part of {@link Processes}: limits, usage and scheduling. A pid or tid of 0 is the caller's. */
public interface Resources {
    int RUSAGE_SELF = 0;
    int RUSAGE_CHILDREN = -1;
    int RUSAGE_THREAD = 1;

    /**
     * prlimit(2).
     *
     * @param change null to leave the limit
     * @return the limit before
     */
    Limit prlimit(int tid, int pid, int resource, Limit change) throws Errno;

    Usage getrusage(int tid, int who) throws Errno;

    /** getpriority(2): nice values; the lowest of those that match. */
    int getpriority(int tid, int which, int who) throws Errno;

    void setpriority(int tid, int which, int who, int nice) throws Errno;

    Scheduling scheduling(int tid, int target) throws Errno;

    /** sched_setscheduler(2), sched_setparam(2), sched_setattr(2): policy of {@code scheduling}, its priority and nice value. */
    void setScheduling(int tid, int target, Scheduling scheduling) throws Errno;

    /** Bit n: hart n. */
    long affinity(int tid, int target) throws Errno;

    void setAffinity(int tid, int target, long harts) throws Errno;

    void yield(int tid) throws Errno;

    /** The load averages over 1, 5 and 15 minutes (getloadavg(3)). */
    double[] loads();

    /** How many threads there are. */
    int threadCount();
}

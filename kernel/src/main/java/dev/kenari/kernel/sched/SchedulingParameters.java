package dev.kenari.kernel.sched;

/** A task's scheduling attributes (sched(7)) and the run queue's notes on it. Guarded by the kernel lock. */
public final class SchedulingParameters {
    public static final int NORMAL = 0;
    public static final int FIFO = 1;
    public static final int RR = 2;
    public static final int BATCH = 3;
    public static final int IDLE = 5;

    /** Weight of nice 0; each step of nice changes the share by a factor of 1.25. */
    private static final double NICE_0_WEIGHT = 1024;

    private int policy = NORMAL;
    private int nice;
    private int realtimePriority;
    private long affinity = -1;
    private double weight = NICE_0_WEIGHT;

    /** Weighted nanoseconds received; meaningful relative to the run queue's average. */
    long virtualRuntime;
    /** The virtual time by which the current request should be served. */
    long virtualDeadline;
    /** vruntime less the queue's average when the task left the queue, so that it neither gains nor loses by moving. */
    long lag;
    /** When the hart was given, in board nanoseconds. */
    long since;
    long ranNanos;

    public int policy() {
        return policy;
    }

    public int realtimePriority() {
        return realtimePriority;
    }

    /** Sets one of the policies above, with {@code priority} 1..99 for FIFO and RR, else 0. */
    public void setPolicy(int policy, int priority) {
        this.policy = policy;
        this.realtimePriority = priority;
    }

    public boolean realtime() {
        return policy == FIFO || policy == RR;
    }

    public int nice() {
        return nice;
    }

    public void setNice(int nice) {
        this.nice = Math.clamp(nice, -20, 19);
        this.weight = NICE_0_WEIGHT / Math.pow(1.25, this.nice);
    }

    /** Bit n set: may run on hart n. */
    public long affinity() {
        return affinity;
    }

    public void setAffinity(long mask) {
        affinity = mask;
    }

    public boolean allows(int hart) {
        return (affinity >>> hart & 1) != 0;
    }

    /** Nanoseconds of hart time received so far. */
    public long ranNanos() {
        return ranNanos;
    }

    /** When the hart was given, or its use last accounted for. */
    public long since() {
        return since;
    }

    long weigh(long nanos) {
        if (policy == IDLE) {
            return nanos * 341;
        }
        return weight == NICE_0_WEIGHT ? nanos : (long) (nanos * NICE_0_WEIGHT / weight);
    }

    public void inherit(SchedulingParameters parent) {
        policy = parent.policy;
        realtimePriority = parent.realtimePriority;
        affinity = parent.affinity;
        setNice(parent.nice);
    }
}

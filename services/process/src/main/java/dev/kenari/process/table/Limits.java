package dev.kenari.process.table;

import dev.kenari.abi.ResourceLimits;
import dev.kenari.process.Limit;

/** A process's resource limits (getrlimit(2)). */
public final class Limits {
    private final Limit[] limits = new Limit[ResourceLimits.COUNT];

    /** What process 1 has; as Linux's, with numbers of processes and signals that suit {@code memoryBytes}. */
    public static Limits initial(long memoryBytes) {
        Limits initial = new Limits();
        java.util.Arrays.fill(initial.limits, new Limit(ResourceLimits.INFINITY, ResourceLimits.INFINITY));
        long tasks = Math.clamp(memoryBytes >>> 17, 256, 32_768) / 2;
        initial.set(ResourceLimits.STACK, new Limit(8L << 20, ResourceLimits.INFINITY));
        initial.set(ResourceLimits.CORE, new Limit(0, ResourceLimits.INFINITY));
        initial.set(ResourceLimits.NPROC, new Limit(tasks, tasks));
        initial.set(ResourceLimits.NOFILE, new Limit(1024, 524_288));
        initial.set(ResourceLimits.MEMLOCK, new Limit(8L << 20, 8L << 20));
        initial.set(ResourceLimits.SIGPENDING, new Limit(tasks, tasks));
        initial.set(ResourceLimits.MSGQUEUE, new Limit(819_200, 819_200));
        initial.set(ResourceLimits.NICE, new Limit(0, 0));
        initial.set(ResourceLimits.RTPRIO, new Limit(0, 0));
        return initial;
    }

    public Limits copy() {
        Limits copy = new Limits();
        System.arraycopy(limits, 0, copy.limits, 0, limits.length);
        return copy;
    }

    /** @param resource a number of {@link ResourceLimits} */
    public Limit get(int resource) {
        return limits[resource];
    }

    public void set(int resource, Limit limit) {
        limits[resource] = limit;
    }

    /** The soft limit, {@code Long.MAX_VALUE} for none. */
    public long soft(int resource) {
        long soft = limits[resource].soft();
        return soft < 0 ? Long.MAX_VALUE : soft;
    }
}

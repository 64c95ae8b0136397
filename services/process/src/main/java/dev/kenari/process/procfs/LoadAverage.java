package dev.kenari.process.procfs;

import dev.kenari.kernel.Kernel;

/**
 * The load averages (proc_loadavg(5)): how many tasks held or wanted a hart, averaged over 1, 5 and 15 minutes with exponentially
 * less weight for the past. No timer samples them: what the harts did since the last look is known from their idle time, and how
 * many tasks waited is taken to be as now.
 */
public final class LoadAverage {
    private static final double[] MINUTES = {1, 5, 15};
    private static final double NANOS_PER_MINUTE = 60e9;

    private final Kernel kernel;
    private final double[] loads = new double[MINUTES.length];
    private long lastNanos;
    private long lastBusyNanos;

    public LoadAverage(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The averages over 1, 5 and 15 minutes. */
    public double[] loads() {
        long now = kernel.timers().now();
        long elapsed = now - lastNanos;
        if (elapsed > 0) {
            long busy = busyNanos(now);
            double active = Math.max(0, (double) (busy - lastBusyNanos) / elapsed) + waiting();
            for (int i = 0; i < loads.length; i++) {
                double kept = Math.exp(-elapsed / (MINUTES[i] * NANOS_PER_MINUTE));
                loads[i] = loads[i] * kept + active * (1 - kept);
            }
            lastNanos = now;
            lastBusyNanos = busy;
        }
        return loads.clone();
    }

    private long busyNanos(long now) {
        long idle = kernel.scheduler().cpus().stream().mapToLong(cpu -> cpu.idleNanos(now)).sum();
        return now * kernel.scheduler().cpus().size() - idle;
    }

    private int waiting() {
        long busy = kernel.scheduler().cpus().stream().filter(cpu -> !cpu.isIdle()).count();
        return (int) Math.max(0, kernel.scheduler().runnable() - busy);
    }
}

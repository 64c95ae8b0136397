package dev.kenari.kernel.sched;

import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The runnable tasks of one hart. Real-time tasks first, by priority, first come first served; the others by EEVDF: among
 * those that have had no more than their share, the one with the earliest virtual deadline (Stoica and Abdel-Wahab, 1995).
 */
final class RunQueue {
    static final long SLICE_NANOS = 3_000_000;

    private final List<Task> tasks = new ArrayList<>();
    /** The virtual time of the queue when it was last not empty. */
    private long virtualTime;

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    int size() {
        return tasks.size();
    }

    /** Adds a task that wakes or comes from another hart: its lag places it around the average. */
    void add(Task task) {
        SchedulingParameters s = task.scheduling();
        s.virtualRuntime = average() + Math.clamp(s.lag, -s.weigh(SLICE_NANOS), s.weigh(SLICE_NANOS));
        s.virtualDeadline = s.virtualRuntime + s.weigh(SLICE_NANOS);
        tasks.add(task);
    }

    /** Adds the task that had the hart until now. */
    void addBack(Task task) {
        SchedulingParameters s = task.scheduling();
        if (s.virtualRuntime >= s.virtualDeadline) {
            s.virtualDeadline = s.virtualRuntime + s.weigh(SLICE_NANOS);
        }
        tasks.add(task);
    }

    boolean remove(Task task) {
        return tasks.remove(task);
    }

    /** Notes a task's lag as it stops being runnable here. */
    void leave(Task task) {
        SchedulingParameters s = task.scheduling();
        s.lag = s.virtualRuntime - average();
    }

    /** Removes and returns the task to run next, or null. */
    Task take() {
        if (tasks.isEmpty()) {
            return null;
        }
        long average = average();
        virtualTime = average;
        Task best = tasks.getFirst();
        for (int i = 1; i < tasks.size(); i++) {
            if (before(tasks.get(i), best, average)) {
                best = tasks.get(i);
            }
        }
        tasks.remove(best);
        return best;
    }

    /** Whether {@link #steal} would find a task. */
    boolean hasFor(int hart) {
        for (Task task : tasks) {
            if (task.scheduling().allows(hart)) {
                return true;
            }
        }
        return false;
    }

    /** Removes a task that may run on {@code hart}, for balancing; or null. */
    Task steal(int hart) {
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (tasks.get(i).scheduling().allows(hart)) {
                Task task = tasks.remove(i);
                leave(task);
                return task;
            }
        }
        return null;
    }

    /** Whether {@code queued} should take the hart from {@code running} at once. */
    static boolean preempts(Task queued, Task running) {
        SchedulingParameters q = queued.scheduling();
        SchedulingParameters r = running.scheduling();
        if (q.realtime() || r.realtime()) {
            return q.realtime() && (!r.realtime() || q.realtimePriority() > r.realtimePriority());
        }
        return q.virtualDeadline < r.virtualDeadline && q.virtualRuntime < r.virtualRuntime;
    }

    private static boolean before(Task a, Task b, long average) {
        SchedulingParameters x = a.scheduling();
        SchedulingParameters y = b.scheduling();
        if (x.realtime() || y.realtime()) {
            return x.realtime() && (!y.realtime() || x.realtimePriority() > y.realtimePriority());
        }
        boolean xEligible = x.virtualRuntime <= average;
        boolean yEligible = y.virtualRuntime <= average;
        if (xEligible != yEligible) {
            return xEligible;
        }
        return x.virtualDeadline < y.virtualDeadline;
    }

    private long average() {
        long sum = 0;
        int count = 0;
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (!task.scheduling().realtime()) {
                sum += task.scheduling().virtualRuntime - virtualTime;
                count++;
            }
        }
        return count == 0 ? virtualTime : virtualTime + sum / count;
    }
}

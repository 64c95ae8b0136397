package dev.kenari.kernel.sync;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Where tasks sleep until something changes, and where pollers listen for it. The pattern is
 *
 * <pre>{@code while (!condition) queue.sleep();}</pre>
 *
 * All methods are called under the kernel lock; sleeping releases the hart, and the lock with it.
 */
public final class WaitQueue {
    /** Hears of a wake-up; runs in the waker, must not sleep. */
    @FunctionalInterface
    public interface Listener {
        void woken();
    }

    private final List<Task> sleepers = new ArrayList<>(2);
    private final List<Listener> listeners = new ArrayList<>(2);

    /** Sleeps until woken. A pending signal throws {@link Errno#ERESTARTSYS} instead. */
    public void sleep() throws Errno {
        sleep(Long.MAX_VALUE);
    }

    /**
     * Sleeps until woken, or until the board's monotonic time is {@code deadline} nanoseconds.
     *
     * @return false if the deadline passed first
     * @throws Errno ERESTARTSYS if a signal is pending
     */
    public boolean sleep(long deadline) throws Errno {
        return sleepOn(deadline, true, this);
    }

    /** Sleeps until woken, whatever signals arrive. For waits that end soon, such as I/O. */
    public void sleepUninterruptibly() {
        sleepUninterruptibly(Long.MAX_VALUE);
    }

    /** As {@link #sleepUninterruptibly()}, or until the board's monotonic time is {@code deadline} nanoseconds. */
    public void sleepUninterruptibly(long deadline) {
        Task task = Task.current();
        sleepers.add(task);
        try {
            task.block(deadline, false);
        } finally {
            sleepers.remove(task);
        }
    }

    /**
     * Sleeps until one of {@code queues} is woken, a signal is pending, or the deadline passes.
     *
     * @return false if the deadline passed first
     */
    public static boolean sleepOnAny(long deadline, WaitQueue... queues) throws Errno {
        return sleepOn(deadline, true, queues);
    }

    private static boolean sleepOn(long deadline, boolean interruptible, WaitQueue... queues) throws Errno {
        Task task = Task.current();
        if (interruptible && task.interrupted()) {
            throw Errno.ERESTARTSYS;
        }
        for (WaitQueue queue : queues) {
            queue.sleepers.add(task);
        }
        boolean inTime;
        try {
            inTime = task.block(deadline, interruptible);
        } finally {
            for (WaitQueue queue : queues) {
                queue.sleepers.remove(task);
            }
        }
        if (interruptible && inTime && task.interrupted()) {
            throw Errno.ERESTARTSYS;
        }
        return inTime;
    }

    /** Wakes the sleeper that has waited longest and was not woken by anything else yet, and tells all listeners. */
    public void wakeOne() {
        int i = 0;
        while (i < sleepers.size() && !sleepers.get(i).wake()) {
            i++;
        }
        tellListeners();
    }

    /** Wakes everybody. */
    public void wakeAll() {
        for (int i = 0; i < sleepers.size(); i++) {
            sleepers.get(i).wake();
        }
        tellListeners();
    }

    private void tellListeners() {
        if (!listeners.isEmpty()) {
            for (Listener listener : listeners.toArray(Listener[]::new)) {
                listener.woken();
            }
        }
    }

    /** Adds a listener that stays until removed; for poll, epoll and the like. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void unlisten(Listener listener) {
        listeners.remove(listener);
    }

    public boolean hasWaiters() {
        return !sleepers.isEmpty() || !listeners.isEmpty();
    }
}

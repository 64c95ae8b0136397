package dev.kenari.kernel.ipc;

import dev.kenari.kernel.sync.WaitQueue;

/**
 * A word of binary semaphores (seL4's notifications): signals set bits and never wait, whoever waits takes all that are set. Guarded by
 * the kernel lock.
 */
public final class Notification {
    private final IpcCounters counters;
    private final WaitQueue waiters = new WaitQueue();
    private long word;

    public Notification(IpcCounters counters) {
        this.counters = counters;
    }

    /** Sets {@code bits}; wakes one who waits. */
    public void signal(long bits) {
        word |= bits;
        counters.notified();
        waiters.wakeOne();
    }

    /** Sleeps until a bit is set; returns the bits, which are then clear. */
    public long await() {
        while (word == 0) {
            waiters.sleepUninterruptibly();
        }
        return poll();
    }

    /** As {@link #await}, but 0 if none is set. */
    public long poll() {
        long bits = word;
        word = 0;
        return bits;
    }
}

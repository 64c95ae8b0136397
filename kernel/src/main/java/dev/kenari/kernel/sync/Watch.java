package dev.kenari.kernel.sync;

import dev.kenari.abi.Errno;

/**
 * A wait for a state that is looked at by calls that may sleep themselves, such as those to a server: a wake-up in between is not missed.
 *
 * <pre>{@code try (Watch watch = new Watch(queues)) { while (!condition()) watch.await(deadline); }}</pre>
 */
public final class Watch implements AutoCloseable {
    private final WaitQueue[] queues;
    private final WaitQueue.Listener listener = this::woken;
    private boolean woken;

    /** From now on, until {@link #close}, each wake-up of one of {@code queues} counts. */
    public Watch(WaitQueue... queues) {
        this.queues = queues;
        for (WaitQueue queue : queues) {
            queue.listen(listener);
        }
    }

    private void woken() {
        woken = true;
    }

    /**
     * Sleeps until one of the queues is woken, unless one was since the last call of this method.
     *
     * @return false if the board's monotonic time {@code deadline} passed first
     * @throws Errno ERESTARTSYS if a signal is pending
     */
    public boolean await(long deadline) throws Errno {
        boolean inTime = woken || WaitQueue.sleepOnAny(deadline, queues);
        woken = false;
        return inTime;
    }

    @Override
    public void close() {
        for (WaitQueue queue : queues) {
            queue.unlisten(listener);
        }
    }
}

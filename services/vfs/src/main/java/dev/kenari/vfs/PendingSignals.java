package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/** What signalfd(2) asks of whoever queues signals. Tasks are named by {@link dev.kenari.kernel.task.Task#id}. */
@Protocol
public interface PendingSignals {
    /** The signals pending for the task and its process: bit n - 1 for signal n. */
    long pending(int task) throws Errno;

    /**
     * Takes the first pending signal of {@code mask}, bit n - 1 for signal n, off its queue.
     *
     * @return its signalfd_siginfo of 128 bytes, empty if none is pending
     */
    byte[] take(int task, long mask) throws Errno;

    /** Number of the kernel wait queue that is woken when any task gets a signal that it does not handle at once. */
    int waitQueue();
}

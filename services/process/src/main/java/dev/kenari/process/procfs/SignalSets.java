package dev.kenari.process.procfs;

import dev.kenari.process.table.ProcessThread;

/** What proc_pid_status(5) shows of a thread's signals. */
@FunctionalInterface
public interface SignalSets {
    /**
     * Sets of signals, bit n - 1 for signal n.
     *
     * @param pending for the thread alone
     * @param shared pending for the process
     * @param queued how many signals are queued for processes of its real user
     */
    record Sets(long pending, long shared, long blocked, long ignored, long caught, int queued) {
        public static final Sets NONE = new Sets(0, 0, 0, 0, 0, 0);
    }

    Sets of(ProcessThread thread);
}

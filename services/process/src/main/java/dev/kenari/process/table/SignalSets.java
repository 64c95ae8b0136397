package dev.kenari.process.table;

/**
 * A thread's signals as proc_pid_status(5) shows them: sets, bit n - 1 for signal n.
 *
 * @param pending for the thread alone
 * @param shared pending for the process
 * @param queued how many signals are queued for the thread and its process
 */
public record SignalSets(long pending, long shared, long blocked, long ignored, long caught, int queued) {
    public static final SignalSets NONE = new SignalSets(0, 0, 0, 0, 0, 0);
}

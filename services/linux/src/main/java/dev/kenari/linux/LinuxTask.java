package dev.kenari.linux;

import dev.kenari.kernel.task.Task;

/** What the personality keeps of each task, in {@link Task#personality}. */
public final class LinuxTask {
    private static final long NONE = -1;

    private long systemCall = NONE;
    private long originalA0;

    public static LinuxTask of(Task task) {
        return (LinuxTask) task.personality();
    }

    /** Number of the system call from which the task returns; -1 after any other trap. Decides whether it may be restarted. */
    public long systemCall() {
        return systemCall;
    }

    /** a0 as it was at the ecall, for a restart. */
    public long originalA0() {
        return originalA0;
    }

    void entered(long number, long a0) {
        systemCall = number;
        originalA0 = a0;
    }

    /** The trap is no system call, or it must not be restarted any more. */
    public void forgetSystemCall() {
        systemCall = NONE;
    }
}

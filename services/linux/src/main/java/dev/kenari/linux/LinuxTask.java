package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.syscall.Handler;
import dev.kenari.process.Processes;
import dev.kenari.process.ThreadIdentity;
import dev.kenari.vfs.Caller;

/** What the personality keeps of each task, in {@link Task#personality}. */
public final class LinuxTask implements Caller {
    private static final long NONE = -1;
    private static final Handler NO_RESTART = call -> {
        throw Errno.EINTR;
    };

    private ThreadIdentity identity;
    private long systemCall = NONE;
    private long originalA0;
    private Handler restart = NO_RESTART;

    private LinuxTask(ThreadIdentity identity) {
        this.identity = identity;
    }

    public static LinuxTask of(Task task) {
        return (LinuxTask) task.personality();
    }

    /** Asks the process service who {@code task} is, before its program first runs. */
    static void introduce(Task task, Processes processes) {
        task.setPersonality(new LinuxTask(identity(task, processes)));
    }

    private static ThreadIdentity identity(Task task, Processes processes) {
        try {
            return processes.identify(task.id());
        } catch (Errno e) {
            throw new KernelPanic(task + " belongs to no process", e);
        }
    }

    /** The thread id: what the process service knows the task by. */
    public int tid() {
        return identity.tid();
    }

    /** The process id. */
    public int pid() {
        return identity.pid();
    }

    /** What the file service knows the task by. */
    @Override
    public int client() {
        return identity.client();
    }

    /** execve(2) may have changed who the task is. */
    public void identifyAgain(Task task, Processes processes) {
        identity = identity(task, processes);
    }

    /** Number of the system call from which the task returns; -1 after any other trap. Decides whether it may be restarted. */
    public long systemCall() {
        return systemCall;
    }

    /** a0 as it was at the ecall, for a restart. */
    public long originalA0() {
        return originalA0;
    }

    /** What restart_syscall(2) does after ERESTART_RESTARTBLOCK: the rest of a call that can't be repeated from its arguments. */
    public Handler restart() {
        return restart;
    }

    public void setRestart(Handler continuation) {
        restart = continuation;
    }

    /** A handler has returned: what was interrupted then is no more. */
    public void forgetRestart() {
        restart = NO_RESTART;
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

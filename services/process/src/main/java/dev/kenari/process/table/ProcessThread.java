package dev.kenari.process.table;

import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.Usage;
import dev.kenari.process.UserIds;

/** One thread of a process: a kernel task with the identity that Linux gives it. */
public final class ProcessThread {
    private int tid;
    private final Task task;
    private final Process process;
    private final int client;
    private final long startNanos;
    private UserIds credentials;
    private long clearChildTid;
    private int parentDeathSignal;
    private boolean noNewPrivileges;
    private boolean keepCapabilities;
    private boolean resetSchedulingOnFork;
    private long timerSlackNanos = 50_000;
    private boolean exiting;
    private WaitQueue killableWait;
    private WaitQueue memoryReleased;

    /** @param client the number at the file service */
    public ProcessThread(int tid, Task task, Process process, int client, UserIds credentials, long startNanos) {
        this.tid = tid;
        this.task = task;
        this.process = process;
        this.client = client;
        this.credentials = credentials;
        this.startNanos = startNanos;
    }

    public int tid() {
        return tid;
    }

    /** exec in a thread other than the leader takes the leader's id. */
    void setTid(int tid) {
        this.tid = tid;
    }

    /** The kernel's side: registers, memory, name, accounting. Null for process 1, which runs no program. */
    public Task task() {
        return task;
    }

    public Process process() {
        return process;
    }

    public boolean isLeader() {
        return process.leader() == this;
    }

    /** The number at the file service. */
    public int client() {
        return client;
    }

    /** CLOCK_MONOTONIC at its start. */
    public long startNanos() {
        return startNanos;
    }

    public UserIds credentials() {
        return credentials;
    }

    public void setCredentials(UserIds credentials) {
        this.credentials = credentials;
    }

    /** Where to store 0 and wake a futex when the thread ends; 0 for nowhere (set_tid_address(2)). */
    public long clearChildTid() {
        return clearChildTid;
    }

    public void setClearChildTid(long address) {
        clearChildTid = address;
    }

    /** PR_SET_PDEATHSIG; 0 for none. */
    public int parentDeathSignal() {
        return parentDeathSignal;
    }

    public void setParentDeathSignal(int signal) {
        parentDeathSignal = signal;
    }

    public boolean noNewPrivileges() {
        return noNewPrivileges;
    }

    public void setNoNewPrivileges() {
        noNewPrivileges = true;
    }

    /** PR_SET_KEEPCAPS. */
    public boolean keepCapabilities() {
        return keepCapabilities;
    }

    public void setKeepCapabilities(boolean keep) {
        keepCapabilities = keep;
    }

    /** SCHED_RESET_ON_FORK. */
    public boolean resetSchedulingOnFork() {
        return resetSchedulingOnFork;
    }

    public void setResetSchedulingOnFork(boolean reset) {
        resetSchedulingOnFork = reset;
    }

    /** PR_SET_TIMERSLACK. */
    public long timerSlackNanos() {
        return timerSlackNanos;
    }

    public void setTimerSlackNanos(long nanos) {
        timerSlackNanos = nanos;
    }

    /** Whether the thread has begun to end: it runs no program any more. */
    public boolean exiting() {
        return exiting;
    }

    public void setExiting() {
        exiting = true;
    }

    /** Whether it must end at its next return to U-mode: the process is ending, or another thread executes a program. */
    public boolean killed() {
        return !exiting && process.killsThread(this);
    }

    /** Where the thread waits deaf to signals but not to its end; null if it does not. */
    public void setKillableWait(WaitQueue queue) {
        killableWait = queue;
    }

    /** Makes the thread see soon that it is {@link #killed}. */
    void hurry() {
        if (task != null) {
            task.interrupt();
        }
        if (killableWait != null) {
            killableWait.wakeAll();
        }
    }

    /** For a child of vfork(2): woken and forgotten when it lets go of its parent's memory; else null. */
    public WaitQueue memoryReleased() {
        return memoryReleased;
    }

    public void setMemoryReleased(WaitQueue queue) {
        memoryReleased = queue;
    }

    /** What this thread has used. */
    public Usage usage() {
        if (task == null) {
            return Usage.NONE;
        }
        return new Usage(
                task.userNanos(),
                task.systemNanos(),
                0,
                task.minorFaults(),
                task.majorFaults(),
                task.voluntarySwitches(),
                task.involuntarySwitches());
    }

    @Override
    public String toString() {
        return "thread " + tid + " of " + process;
    }
}

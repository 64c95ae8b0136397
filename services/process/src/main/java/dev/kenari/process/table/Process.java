package dev.kenari.process.table;

import dev.kenari.abi.Signal;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.process.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A process: what Linux calls a thread group. Lives until it was waited for. */
public final class Process {
    private static final int NO_STATUS = -1;

    private final int pid;
    private final List<Process> children = new ArrayList<>();
    private final List<ProcessThread> threads = new ArrayList<>();
    private final WaitQueue childEvents = new WaitQueue();
    private final WaitQueue ended = new WaitQueue();
    private final WaitQueue threadGone = new WaitQueue();
    private final Limits limits;
    private Process parent;
    private ProcessThread leader;
    private ProcessGroup group;
    private Program program;
    private int exitSignal = Signal.CHLD;
    private boolean executed;
    private boolean dumpable = true;
    private boolean childSubreaper;
    private int persona;
    private int exitQueue;

    private ProcessThread executing;
    private int groupExit = NO_STATUS;
    private int status = NO_STATUS;
    private int leaderStatus;
    private Usage pastThreads = Usage.NONE;
    private Usage pastChildren = Usage.NONE;
    private long maxResidentPages;

    private int stopSignal;
    private boolean stopReported;
    private boolean continued;

    public Process(int pid, Process parent, Limits limits) {
        this.pid = pid;
        this.parent = parent;
        this.limits = limits;
    }

    public int pid() {
        return pid;
    }

    /** Null for process 1 only. */
    public Process parent() {
        return parent;
    }

    /** Makes this a child of {@code newParent}: at its start, or when its parent has ended. */
    public void setParent(Process newParent) {
        if (parent != null) {
            parent.children.remove(this);
        }
        parent = newParent;
        newParent.children.add(this);
    }

    void removeFromParent() {
        parent.children.remove(this);
    }

    public List<Process> children() {
        return Collections.unmodifiableList(children);
    }

    /** The threads that have not ended, the oldest first. A leader that ended before the others stays. */
    public List<ProcessThread> threads() {
        return Collections.unmodifiableList(threads);
    }

    void addThread(ProcessThread thread) {
        threads.add(thread);
        if (leader == null) {
            leader = thread;
        }
    }

    void removeThread(ProcessThread thread) {
        threads.remove(thread);
        pastThreads = pastThreads.plus(thread.usage());
        threadGone.wakeAll();
    }

    /** The thread whose id is the process's. */
    public ProcessThread leader() {
        return leader;
    }

    void setLeader(ProcessThread thread) {
        leader = thread;
    }

    public ProcessGroup group() {
        return group;
    }

    /** Joins {@code newGroup}, leaving its own; null when it is reaped. */
    public void setGroup(ProcessGroup newGroup) {
        if (group != null) {
            group.remove(this);
        }
        group = newGroup;
        if (newGroup != null) {
            newGroup.add(this);
        }
    }

    public Session session() {
        return group.session();
    }

    /** The program it executes; null for process 1. */
    public Program program() {
        return program;
    }

    public void setProgram(Program program) {
        this.program = program;
    }

    /** getrlimit(2). */
    public Limits limits() {
        return limits;
    }

    /** What its parent gets when it ends; 0 for nothing. */
    public int exitSignal() {
        return exitSignal;
    }

    public void setExitSignal(int signal) {
        exitSignal = signal;
    }

    /** Whether it has called execve since it was forked: then its parent can't move it to another group. */
    public boolean executed() {
        return executed;
    }

    public void setExecuted() {
        executed = true;
    }

    public boolean dumpable() {
        return dumpable;
    }

    public void setDumpable(boolean dumpable) {
        this.dumpable = dumpable;
    }

    public boolean childSubreaper() {
        return childSubreaper;
    }

    public void setChildSubreaper(boolean reaper) {
        childSubreaper = reaper;
    }

    public int persona() {
        return persona;
    }

    public void setPersona(int persona) {
        this.persona = persona;
    }

    /** Woken when a child ends, stops or continues. */
    public WaitQueue childEvents() {
        return childEvents;
    }

    /** Woken when this process ends. */
    public WaitQueue endedQueue() {
        return ended;
    }

    /** The number under which {@link #endedQueue} is published; 0 if it is not. */
    public int exitQueue() {
        return exitQueue;
    }

    public void setExitQueue(int number) {
        exitQueue = number;
    }

    /** Woken when one of its threads has ended. */
    public WaitQueue threadGone() {
        return threadGone;
    }

    // How it ends.

    /** All its threads are to end, and {@code waitStatus} is what the parent sees. The first call counts. */
    public void kill(int waitStatus) {
        if (groupExit == NO_STATUS) {
            groupExit = waitStatus;
            stopSignal = 0;
            threads.forEach(ProcessThread::hurry);
        }
    }

    /** Whether all threads are ending, or have. */
    public boolean ending() {
        return groupExit != NO_STATUS;
    }

    public int groupExitStatus() {
        return groupExit;
    }

    /** All threads but {@code thread} are to end, for its exec. */
    public void killOthers(ProcessThread thread) {
        executing = thread;
        for (ProcessThread other : threads) {
            if (other != thread) {
                other.hurry();
            }
        }
    }

    /** The thread for whose exec all others end; null if there is none. */
    public ProcessThread executing() {
        return executing;
    }

    public void executingDone() {
        executing = null;
    }

    boolean killsThread(ProcessThread thread) {
        return ending() || executing != null && executing != thread;
    }

    /** Status word of the leader's own end, which counts unless all were ended together. */
    public int leaderStatus() {
        return leaderStatus;
    }

    public void setLeaderStatus(int waitStatus) {
        leaderStatus = waitStatus;
    }

    /** Whether it has ended and waits to be waited for. */
    public boolean zombie() {
        return status != NO_STATUS;
    }

    /** Status word of wait4(2), once {@link #zombie}. */
    public int status() {
        return status;
    }

    public void setStatus(int waitStatus) {
        status = waitStatus;
    }

    // Job control.

    /** The signal that stopped it; 0 if it runs. */
    public int stopSignal() {
        return stopSignal;
    }

    /** Stopped by {@code signal}, or running again with 0. The caller wakes the parent. */
    public void setStopSignal(int signal) {
        continued = signal == 0;
        stopReported = false;
        stopSignal = signal;
    }

    /** Whether it was stopped and nobody has waited for that yet. */
    public boolean stopUnreported() {
        return stopSignal != 0 && !stopReported;
    }

    public void setStopReported() {
        stopReported = true;
    }

    /** Whether it was continued and nobody has waited for that yet. */
    public boolean continueUnreported() {
        return continued;
    }

    public void setContinueReported() {
        continued = false;
    }

    // Accounting.

    /** What its threads that have ended had used. */
    public Usage pastThreads() {
        return pastThreads;
    }

    /** What all its threads have used. */
    public Usage usage() {
        Usage sum = pastThreads;
        for (ProcessThread thread : threads) {
            sum = sum.plus(thread.usage());
        }
        noteResident();
        return sum.plus(new Usage(0, 0, maxResidentPages * 4, 0, 0, 0, 0));
    }

    /** Remembers the resident set if it is the largest yet. */
    public void noteResident() {
        if (leader != null && leader.task() != null && leader.task().space() != null) {
            maxResidentPages = Math.max(maxResidentPages, leader.task().space().residentPages());
        }
    }

    /** What the children that were waited for, and theirs, have used. */
    public Usage childrenUsage() {
        return pastChildren;
    }

    public void addChildUsage(Usage usage) {
        pastChildren = pastChildren.plus(usage);
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}

package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.sync.WaitQueues;
import dev.kenari.process.SigInfo;
import dev.kenari.process.Usage;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.MemoryRelease;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessGroup;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSender;
import dev.kenari.vfs.Vfs;
import java.util.List;

/** exit(2) and what follows: zombies, orphans, and telling the parent. */
public final class Exiting {
    private final Vfs vfs;
    private final WaitQueues queues;
    private final ProcessTable table;
    private final MemoryRelease memoryRelease;
    private final SignalSender signals;

    public Exiting(
            Vfs vfs, WaitQueues queues, ProcessTable table, MemoryRelease memoryRelease, SignalSender signals) {
        this.vfs = vfs;
        this.queues = queues;
        this.table = table;
        this.memoryRelease = memoryRelease;
        this.signals = signals;
    }

    /** exit_group(2), or death by a signal: the other threads end at their next return to U-mode, the calling one now. */
    public void exitGroup(ProcessThread thread, int waitStatus) {
        thread.process().kill(waitStatus);
        exitThread(thread, waitStatus);
    }

    /** Ends {@code thread}, the current one; its task does not return to U-mode. */
    public void exitThread(ProcessThread thread, int waitStatus) {
        if (thread.exiting()) {
            return;
        }
        Process process = thread.process();
        thread.setExiting();
        if (thread.isLeader()) {
            process.setLeaderStatus(waitStatus);
        }
        try {
            table.listeners().forEach(listener -> listener.threadExiting(thread));
            memoryRelease.release(thread);
            vfs.detach(thread.client());
        } catch (Errno e) {
            throw new KernelPanic("the file service does not know " + thread, e);
        }
        table.remove(thread);
        thread.task().exit();
        if (process.threads().isEmpty()) {
            end(process);
        }
    }

    /** The last thread has ended. */
    private void end(Process process) {
        releaseProgram(process);
        process.setStatus(process.ending() ? process.groupExitStatus() : process.leaderStatus());
        List<ProcessGroup> touched = leaveChildren(process);
        table.listeners().forEach(listener -> listener.processEnded(process));
        touched.forEach(group -> tellIfOrphaned(group, null));
        if (process.parent() != null && process.parent().group() != process.group()) {
            tellIfOrphaned(process.group(), process);
        }
        process.endedQueue().wakeAll();
        tellParent(process);
    }

    private void releaseProgram(Process process) {
        try {
            vfs.releaseHandle(process.program().handle());
        } catch (Errno e) {
            throw new KernelPanic("the file service lost the program of " + process, e);
        }
    }

    /** Children go to the nearest ancestor that is a subreaper, or to process 1. Returns groups that may be orphaned by it. */
    private List<ProcessGroup> leaveChildren(Process process) {
        Process heir = process.parent();
        while (heir != null && (!heir.childSubreaper() || heir.zombie())) {
            heir = heir.parent();
        }
        Process to = heir == null ? table.init() : heir;
        List<Process> children = List.copyOf(process.children());
        for (Process child : children) {
            child.setParent(to);
            child.setExitSignal(Signal.CHLD);
            sendDeathSignal(process, child);
            if (child.zombie()) {
                tellParent(child);
            }
        }
        return children.stream()
                .filter(c -> !c.zombie() && c.group() != process.group() && c.session() == process.session())
                .map(Process::group)
                .distinct()
                .toList();
    }

    private void sendDeathSignal(Process parent, Process child) {
        for (ProcessThread thread : child.threads()) {
            if (thread.parentDeathSignal() != 0) {
                int uid = parent.leader().credentials().uid();
                signals.send(child, SigInfo.user(thread.parentDeathSignal(), Signal.SI_USER, parent.pid(), uid));
            }
        }
    }

    /** A stopped process group that nobody can continue is hung up and continued (setpgid(2)). */
    private void tellIfOrphaned(ProcessGroup group, Process except) {
        if (group.orphaned(except) && group.hasStopped()) {
            signals.send(group, SigInfo.kernel(Signal.HUP));
            signals.send(group, SigInfo.kernel(Signal.CONT));
        }
    }

    private void tellParent(Process process) {
        Process parent = process.parent();
        if (parent == table.init()) {
            reap(process);
            parent.childEvents().wakeAll();
            return;
        }
        boolean wantsNone = process.exitSignal() == Signal.CHLD && signals.reapsChildren(parent);
        if (process.exitSignal() != 0) {
            signals.send(parent, childInfo(process, process.exitSignal()));
        }
        if (wantsNone) {
            reap(process);
        }
        parent.childEvents().wakeAll();
    }

    /** Removes a zombie, whose parent inherits the usage. */
    void reap(Process process) {
        if (process.exitQueue() != 0) {
            queues.withdraw(process.exitQueue());
        }
        process.parent().addChildUsage(process.usage().plus(process.childrenUsage()));
        table.reap(process);
    }

    /** SIGCHLD's siginfo for a process that has ended. */
    private static SigInfo childInfo(Process process, int signal) {
        Usage usage = process.usage();
        int status = process.status();
        return new SigInfo(
                signal,
                0,
                ChildStatuses.endCode(status),
                process.pid(),
                process.leader().credentials().uid(),
                0,
                ChildStatuses.endValue(status),
                usage.userNanos(),
                usage.systemNanos());
    }
}

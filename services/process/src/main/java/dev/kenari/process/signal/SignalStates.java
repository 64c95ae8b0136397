package dev.kenari.process.signal;

import dev.kenari.abi.CloneFlags;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import java.util.HashMap;
import java.util.Map;

/** The signal state of all processes and threads, through fork, exec and exit. */
final class SignalStates implements LifecycleListener {
    private final ProcessTable table;
    private final Map<ProcessThread, ThreadSignals> threads = new HashMap<>();
    private final Map<Process, ProcessSignals> processes = new HashMap<>();

    SignalStates(ProcessTable table) {
        this.table = table;
    }

    ProcessTable table() {
        return table;
    }

    /** A thread that has begun to end has none of its own any more. */
    ThreadSignals of(ProcessThread thread) {
        return thread.exiting() ? new ThreadSignals() : threads.computeIfAbsent(thread, t -> new ThreadSignals());
    }

    ProcessSignals of(Process process) {
        return process.zombie()
                ? new ProcessSignals(new SignalActions())
                : processes.computeIfAbsent(process, p -> new ProcessSignals(new SignalActions()));
    }

    /** Signals that are pending for the thread and that it does not block. */
    long deliverable(ProcessThread thread) {
        ThreadSignals signals = of(thread);
        return (signals.queue.set() | of(thread.process()).queue.set()) & ~signals.blocked;
    }

    /** Makes the task's flag say whether {@link Delivery} has something to do. */
    void recalculate(ProcessThread thread) {
        if (thread.task() == null) {
            return;
        }
        if (thread.killed() || thread.process().stopSignal() != 0 || deliverable(thread) != 0) {
            thread.task().interrupt();
        } else {
            thread.task().clearInterrupted();
        }
    }

    void setBlocked(ProcessThread thread, long blocked) {
        ThreadSignals signals = of(thread);
        long added = blocked & ~signals.blocked;
        signals.blocked = blocked & ~DefaultAction.UNBLOCKABLE;
        if (added != 0) {
            redirect(thread, added);
        }
        recalculate(thread);
    }

    /** Signals for the process that {@code thread} does not take any more may wake another thread. */
    private void redirect(ProcessThread thread, long signals) {
        long orphans = of(thread.process()).queue.set() & signals;
        if (orphans == 0) {
            return;
        }
        for (ProcessThread other : thread.process().threads()) {
            if (other != thread && !other.exiting() && (orphans & ~of(other).blocked) != 0) {
                other.task().interrupt();
            }
        }
    }

    @Override
    public void created(ProcessThread parent, ProcessThread child, long flags) {
        boolean newThread = (flags & CloneFlags.THREAD) != 0;
        boolean keepStack = (flags & (CloneFlags.VM | CloneFlags.VFORK)) != CloneFlags.VM;
        threads.put(child, of(parent).copy(keepStack));
        if (newThread) {
            return;
        }
        SignalActions actions = of(parent.process()).actions;
        if ((flags & CloneFlags.CLEAR_SIGHAND) != 0) {
            actions = actions.withoutHandlers();
        } else if ((flags & CloneFlags.SIGHAND) == 0) {
            actions = actions.copy();
        }
        processes.put(child.process(), new ProcessSignals(actions));
    }

    @Override
    public void executed(ProcessThread thread) {
        ProcessSignals process = of(thread.process());
        process.actions = process.actions.withoutHandlers();
        of(thread).stack = AlternateStack.NONE;
    }

    @Override
    public void threadExiting(ProcessThread thread) {
        redirect(thread, -1);
        ThreadSignals gone = threads.remove(thread);
        if (gone != null) {
            gone.queue.flush(-1);
        }
    }

    @Override
    public void processEnded(Process process) {
        ProcessSignals gone = processes.remove(process);
        if (gone != null) {
            gone.queue.flush(-1);
        }
    }
}

package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.process.SigInfo;
import dev.kenari.process.Signals;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;

/** Job control over the process table; tells terminals of session leaders that end. */
public final class ProcessJobControl implements JobControl, LifecycleListener {
    private static final int CAP_SYS_ADMIN = 21;
    private static final Caller KERNEL = new Caller(0, 0, 0, 0, 0, true);

    private final ProcessTable table;
    private final Signals signals;
    private Terminals terminals;

    public ProcessJobControl(ProcessTable table, Signals signals) {
        this.table = table;
        this.signals = signals;
    }

    /** Whom to tell; to be set before the first process ends. */
    public void setTerminals(Terminals terminals) {
        this.terminals = terminals;
    }

    @Override
    public Caller caller(int task) {
        ProcessThread thread;
        try {
            thread = table.threadOfTask(task);
        } catch (Errno kernelTask) {
            return KERNEL;
        }
        Process process = thread.process();
        UserIds ids = thread.credentials();
        return new Caller(
                process.pid(),
                process.group().id(),
                process.session().id(),
                thread.client(),
                ids.fileSystemUid(),
                ids.can(CAP_SYS_ADMIN));
    }

    @Override
    public boolean ignores(int task, int signal) {
        try {
            return signals.ignoresOrBlocks(table.threadOfTask(task).tid(), signal);
        } catch (Errno kernelTask) {
            return true;
        }
    }

    @Override
    public boolean orphaned(int group) {
        try {
            return table.group(group).orphaned(null);
        } catch (Errno gone) {
            return true;
        }
    }

    @Override
    public int sessionOf(int group) throws Errno {
        return table.group(group).session().id();
    }

    @Override
    public void signalGroup(int group, int signal) {
        signals.signalGroup(group, SigInfo.kernel(signal));
    }

    @Override
    public void signalProcess(int pid, int signal) {
        signals.signalProcess(pid, SigInfo.kernel(signal));
    }

    @Override
    public void processEnded(Process process) {
        if (process.session().id() == process.pid()) {
            terminals.leaderEnded(process.pid());
        }
    }
}

package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Residency;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.UserIds;
import dev.kenari.process.UtsName;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSets;
import dev.kenari.process.tty.Terminals;
import dev.kenari.vfs.Vfs;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What procfs looks at.
 *
 * @param names what uname(2) reports now
 */
record Inspection(
        Kernel kernel,
        Vfs vfs,
        ProcessTable table,
        Terminals terminals,
        Function<ProcessThread, SignalSets> signals,
        Supplier<UtsName> names) {
    private static final int CAP_SYS_PTRACE = 19;
    static final long NANOS_PER_TICK = 10_000_000;
    static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The thread that asks; null for the kernel itself. */
    ProcessThread caller() {
        Task task = Task.current();
        return task == null ? null : table.thread(task);
    }

    /** The file service's number for the asking thread; the first thread's if the kernel asks. */
    int client() {
        ProcessThread caller = caller();
        return caller == null ? 0 : caller.client();
    }

    /** Whether the asking thread may look into {@code thread}'s memory and files, as ptrace(2) has it. */
    boolean mayInspect(ProcessThread thread) {
        ProcessThread caller = caller();
        if (caller == null || caller.process() == thread.process()) {
            return true;
        }
        UserIds own = caller.credentials();
        UserIds other = thread.credentials();
        boolean same = own.fileSystemUid() == other.uid()
                && own.fileSystemUid() == other.effectiveUid()
                && own.fileSystemUid() == other.savedUid()
                && own.fileSystemGid() == other.gid()
                && own.fileSystemGid() == other.effectiveGid()
                && own.fileSystemGid() == other.savedGid();
        return own.can(CAP_SYS_PTRACE) || same && thread.process().dumpable();
    }

    /** The thread's memory; null for one that has ended, and for process 1. */
    AddressSpace space(ProcessThread thread) {
        return thread.task() == null || thread.exiting() || thread.process().zombie() ? null : thread.task().space();
    }

    /** As {@link #space}; ESRCH if there is none. */
    AddressSpace requireSpace(ProcessThread thread) throws Errno {
        AddressSpace space = space(thread);
        if (space == null) {
            throw Errno.ESRCH;
        }
        return space;
    }

    /** What a thread is called: at most 15 bytes. */
    String name(ProcessThread thread) {
        return thread.task() == null ? "init" : thread.task().name();
    }

    /** As proc_pid_stat(5) letters it. */
    char state(ProcessThread thread) {
        Process process = thread.process();
        if (process.zombie() || thread.exiting()) {
            return 'Z';
        }
        if (thread.task() == null) {
            return 'S';
        }
        return process.stopSignal() != 0 ? 'T' : thread.task().state().letter();
    }

    static Residency residency(AddressSpace space) {
        Residency sum = Residency.NONE;
        for (Vma vma : space.vmas()) {
            sum = sum.plus(space.residency(vma));
        }
        return sum;
    }
}

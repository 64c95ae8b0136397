package dev.kenari.process.life;

import static dev.kenari.abi.CloneFlags.*;

import dev.kenari.abi.Capability;
import dev.kenari.abi.CloneFlags;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.CloneArguments;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.vfs.Vfs;

/** clone(2), clone3(2), fork(2), vfork(2). */
final class Cloning {
    private static final int SP = 2;
    private static final int TP = 4;
    private static final int A0 = 10;
    private static final long KNOWN = 0x1_FFFF_FFFFL & ~SIGNAL_MASK;

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;

    Cloning(Kernel kernel, Vfs vfs, ProcessTable table) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
    }

    /** @return the new thread's id, once it may run; after a vfork once it has let go of the memory */
    int clone(ProcessThread parent, CloneArguments arguments) throws Errno {
        check(parent, arguments);
        long flags = arguments.flags();
        boolean thread = (flags & THREAD) != 0;
        if (parent.killed()) {
            throw Errno.EAGAIN;
        }
        checkLimits(parent);
        int tid = table.allocatePid(arguments.setTid());
        int client = 0;
        AddressSpace space = null;
        boolean done = false;
        try {
            int owner = thread ? parent.process().pid() : tid;
            client = vfs.attach(parent.client(), owner, (flags & FILES) != 0, (flags & FS) != 0);
            if ((flags & NEWNS) != 0) {
                vfs.unshareMounts(client);
            }
            space = space(parent.task(), (flags & VM) != 0);
            ProcessThread child = child(parent, arguments, tid, client, space);
            for (LifecycleListener listener : table.listeners()) {
                listener.created(parent, child, flags);
            }
            WaitQueue released = (flags & VFORK) != 0 ? new WaitQueue() : null;
            child.setMemoryReleased(released);
            enter(parent, child, flags);
            done = true;
            storeIds(parent, child, arguments);
            child.task().wake();
            if (released != null) {
                awaitRelease(parent, child, released);
            }
            return tid;
        } finally {
            if (!done) {
                undo(tid, client, space);
            }
        }
    }

    private void undo(int tid, int client, AddressSpace space) throws Errno {
        table.freePid(tid);
        if (client != 0) {
            vfs.detach(client);
        }
        if (space != null) {
            space.release();
        }
    }

    private static void check(ProcessThread parent, CloneArguments arguments) throws Errno {
        long flags = arguments.flags();
        boolean inconsistent = has(flags, NEWNS | FS)
                || has(flags, NEWUSER | FS)
                || has(flags, THREAD) && !has(flags, SIGHAND)
                || has(flags, SIGHAND) && !has(flags, VM)
                || has(flags, SIGHAND | CLEAR_SIGHAND)
                || has(flags, PIDFD | DETACHED)
                || (flags & ~KNOWN) != 0
                || arguments.exitSignal() < 0
                || arguments.exitSignal() > Signal.RTMAX;
        if (inconsistent) {
            throw Errno.EINVAL;
        }
        if ((flags & NAMESPACES) != 0) {
            // A kernel built with mount namespaces only; but the permission is checked first.
            if (!parent.credentials().can(Capability.SYS_ADMIN) && !has(flags, NEWUSER)) {
                throw Errno.EPERM;
            }
            if ((flags & NAMESPACES & ~NEWNS) != 0) {
                throw Errno.EINVAL;
            }
        }
        if (arguments.setTid() != 0 && !parent.credentials().can(Capability.CHECKPOINT_RESTORE)
                && !parent.credentials().can(Capability.SYS_ADMIN)) {
            throw Errno.EPERM;
        }
    }

    private static boolean has(long flags, long all) {
        return (flags & all) == all;
    }

    private void checkLimits(ProcessThread parent) throws Errno {
        int uid = parent.credentials().uid();
        boolean exempt = uid == 0
                || parent.credentials().can(Capability.SYS_RESOURCE)
                || parent.credentials().can(Capability.SYS_ADMIN);
        if (!exempt) {
            long count = table.processes().stream()
                    .flatMap(p -> p.threads().stream())
                    .filter(t -> t.credentials().uid() == uid)
                    .count();
            if (count >= parent.process().limits().soft(ResourceLimits.NPROC)) {
                throw Errno.EAGAIN;
            }
        }
    }

    private static AddressSpace space(Task parent, boolean shared) throws Errno {
        if (shared) {
            parent.space().retain();
            return parent.space();
        }
        return parent.space().fork();
    }

    private ProcessThread child(ProcessThread parent, CloneArguments arguments, int tid, int client, AddressSpace space) {
        long flags = arguments.flags();
        Task task = kernel.userTask(parent.task().name());
        task.setSpace(space);
        inheritScheduling(parent, task.scheduling());
        Registers registers = task.registers();
        registers.copyFrom(parent.task().registers());
        registers.x[A0] = 0;
        if (arguments.stack() != 0) {
            registers.x[SP] = arguments.stack();
        }
        if ((flags & SETTLS) != 0) {
            registers.x[TP] = arguments.tls();
        }
        Process process = (flags & THREAD) != 0 ? parent.process() : process(parent, arguments, tid);
        ProcessThread child =
                new ProcessThread(tid, task, process, client, parent.credentials(), kernel.timers().now());
        if (parent.noNewPrivileges()) {
            child.setNoNewPrivileges();
        }
        child.setKeepCapabilities(parent.keepCapabilities());
        child.setTimerSlackNanos(parent.timerSlackNanos());
        if ((flags & CHILD_CLEARTID) != 0) {
            child.setClearChildTid(arguments.childTid());
        }
        return child;
    }

    private static void inheritScheduling(ProcessThread parent, SchedulingParameters child) {
        child.inherit(parent.task().scheduling());
        if (parent.resetSchedulingOnFork()) {
            if (child.realtime()) {
                child.setPolicy(SchedulingParameters.NORMAL, 0);
            }
            child.setNice(Math.max(child.nice(), 0));
        }
    }

    private static Process process(ProcessThread parent, CloneArguments arguments, int pid) {
        Process from = parent.process();
        boolean sibling = (arguments.flags() & CloneFlags.PARENT) != 0;
        Process process = new Process(pid, sibling ? from.parent() : from, from.limits().copy());
        process.setExitSignal(sibling ? from.exitSignal() : arguments.exitSignal());
        process.setDumpable(from.dumpable());
        process.setPersona(from.persona());
        process.setProgram(from.program());
        return process;
    }

    /** Now it is in the table: nothing below may fail. */
    private void enter(ProcessThread parent, ProcessThread child, long flags) throws Errno {
        if ((flags & THREAD) == 0) {
            Program program = child.process().program();
            if (program != null) {
                vfs.retainHandle(program.handle());
            }
            child.process().setGroup(parent.process().group());
        }
        table.add(child);
    }

    private static void storeIds(ProcessThread parent, ProcessThread child, CloneArguments arguments) {
        if ((arguments.flags() & PARENT_SETTID) != 0) {
            store(parent.task().space(), arguments.parentTid(), child.tid());
        }
        if ((arguments.flags() & CHILD_SETTID) != 0) {
            store(child.task().space(), arguments.childTid(), child.tid());
        }
    }

    private static void store(AddressSpace space, long address, int value) {
        try {
            space.memory().putInt(address, value);
        } catch (Errno e) {
            // clone(2) has succeeded all the same.
            return;
        }
    }

    private static void awaitRelease(ProcessThread parent, ProcessThread child, WaitQueue released) {
        parent.setKillableWait(released);
        while (child.memoryReleased() == released && !parent.killed()) {
            parent.task().setState(Task.State.UNINTERRUPTIBLE);
            released.sleepUninterruptibly();
        }
        parent.setKillableWait(null);
    }
}

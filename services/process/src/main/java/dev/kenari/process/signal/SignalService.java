package dev.kenari.process.signal;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;
import dev.kenari.process.Signals;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessGroup;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSender;
import dev.kenari.process.table.SignalSets;
import dev.kenari.process.timer.TimerService;
import dev.kenari.vfs.TimerSetting;
import java.util.List;

/** Signals for the processes of a {@link ProcessTable}, which it listens to. */
public final class SignalService implements Signals {
    private static final int EVERYBODY = -1;

    private final ProcessTable table;
    private final SignalStates states;
    private final SignalSending sending;
    private final Delivery delivery;
    private final TimerService timers;
    private final WaitQueue arrived = new WaitQueue();
    private final int arrivedId;

    public SignalService(Kernel kernel, ProcessTable table) {
        this.table = table;
        this.states = new SignalStates(table);
        this.sending = new SignalSending(states, arrived);
        this.delivery = new Delivery(states, sending.jobControl());
        this.arrivedId = kernel.waitQueues().publish(arrived);
        this.timers = new TimerService(kernel.timers(), table, sending);
        table.listen(states);
        table.listen(timers);
    }

    /** How the rest of the process service sends. */
    public SignalSender sender() {
        return sending;
    }

    /** For procfs. */
    public SignalSets sets(ProcessThread thread) {
        ThreadSignals own = states.of(thread);
        ProcessSignals shared = states.of(thread.process());
        long ignored = 0;
        long caught = 0;
        for (int signal = 1; signal <= Signal.RTMAX; signal++) {
            SignalAction action = shared.actions.get(signal);
            ignored |= action.handler() == SignalAction.IGNORE ? Signal.bit(signal) : 0;
            caught |= action.handles() ? Signal.bit(signal) : 0;
        }
        int queued = own.queue.size() + shared.queue.size();
        return new SignalSets(own.queue.set(), shared.queue.set(), own.blocked, ignored, caught, queued);
    }

    SignalSending sending() {
        return sending;
    }

    SignalStates states() {
        return states;
    }

    @Override
    public SignalAction action(int tid, int signal, SignalAction change) throws Errno {
        if (!Signal.valid(signal) || change != null && (Signal.bit(signal) & DefaultAction.UNBLOCKABLE) != 0) {
            throw Errno.EINVAL;
        }
        Process process = table.thread(tid).process();
        SignalActions actions = states.of(process).actions;
        SignalAction before = actions.get(signal);
        if (change != null) {
            actions.set(signal, new SignalAction(
                    change.handler(), change.flags() & SignalAction.KNOWN, change.mask() & ~DefaultAction.UNBLOCKABLE));
            if (actions.ignores(signal)) {
                long bit = Signal.bit(signal);
                states.of(process).queue.flush(bit);
                process.threads().forEach(thread -> states.of(thread).queue.flush(bit));
            }
        }
        return before;
    }

    @Override
    public long mask(int tid) throws Errno {
        return states.of(table.thread(tid)).blocked;
    }

    @Override
    public void setMask(int tid, int how, long set) throws Errno {
        ProcessThread thread = table.thread(tid);
        long blocked = states.of(thread).blocked;
        states.setBlocked(thread, switch (how) {
            case SIG_BLOCK -> blocked | set;
            case SIG_UNBLOCK -> blocked & ~set;
            case SIG_SETMASK -> set;
            default -> throw Errno.EINVAL;
        });
    }

    @Override
    public void beginMask(int tid, long set) throws Errno {
        ProcessThread thread = table.thread(tid);
        ThreadSignals signals = states.of(thread);
        signals.savedMask = signals.blocked;
        signals.maskSaved = true;
        states.setBlocked(thread, set);
    }

    @Override
    public void endMask(int tid) throws Errno {
        ProcessThread thread = table.thread(tid);
        ThreadSignals signals = states.of(thread);
        if (signals.maskSaved) {
            signals.maskSaved = false;
            states.setBlocked(thread, signals.savedMask);
        }
    }

    @Override
    public long pending(int tid) throws Errno {
        ProcessThread thread = table.thread(tid);
        ThreadSignals signals = states.of(thread);
        return (signals.queue.set() | states.of(thread.process()).queue.set()) & signals.blocked;
    }

    @Override
    public AlternateStack alternateStack(int tid, AlternateStack change, long stackPointer) throws Errno {
        ThreadSignals signals = states.of(table.thread(tid));
        AlternateStack before = signals.stack.seenFrom(stackPointer);
        if (change != null) {
            signals.stack = checked(change, signals.stack.holds(stackPointer));
        }
        return before;
    }

    private static AlternateStack checked(AlternateStack stack, boolean inUse) throws Errno {
        if (inUse) {
            throw Errno.EPERM;
        }
        int autodisarm = stack.flags() & AlternateStack.AUTODISARM;
        switch (stack.flags() & ~AlternateStack.AUTODISARM) {
            case AlternateStack.DISABLE -> {
                return new AlternateStack(0, AlternateStack.DISABLE | autodisarm, 0);
            }
            case 0, AlternateStack.ONSTACK -> {
                if (Long.compareUnsigned(stack.size(), AlternateStack.MINIMUM) < 0) {
                    throw Errno.ENOMEM;
                }
                return stack;
            }
            default -> throw Errno.EINVAL;
        }
    }

    @Override
    public void suspend(int tid, long mask) throws Errno {
        beginMask(tid, mask);
        Task task = table.thread(tid).task();
        while (!task.interrupted()) {
            task.block(Long.MAX_VALUE, true);
        }
        throw Errno.ERESTARTNOHAND;
    }

    @Override
    public SigInfo await(int tid, long set, long deadline) throws Errno {
        ProcessThread thread = table.thread(tid);
        ThreadSignals signals = states.of(thread);
        long wanted = set & ~DefaultAction.UNBLOCKABLE;
        SigInfo info = delivery.take(thread, wanted);
        if (info != null) {
            states.recalculate(thread);
            return info;
        }
        long blocked = signals.blocked;
        signals.awaited = blocked;
        states.setBlocked(thread, blocked & ~wanted);
        boolean inTime = deadline >= 0;
        while (inTime && !thread.task().interrupted()) {
            inTime = thread.task().block(deadline, true);
        }
        signals.awaited = 0;
        info = delivery.take(thread, wanted);
        states.setBlocked(thread, blocked);
        if (info == null) {
            throw inTime ? Errno.EINTR : Errno.EAGAIN;
        }
        return info;
    }

    @Override
    public void kill(int tid, int pid, int signal) throws Errno {
        ProcessThread from = table.thread(tid);
        SigInfo info = SigInfo.user(signal, Signal.SI_USER, from.process().pid(), from.credentials().uid());
        if (pid > 0) {
            signal(from, table.thread(pid).process(), info);
        } else if (pid == EVERYBODY) {
            List<Process> others = table.processes().stream()
                    .filter(p -> p.pid() > ProcessTable.INIT && p != from.process())
                    .toList();
            signalEach(from, others, info, true);
        } else if (pid == Integer.MIN_VALUE) {
            throw Errno.ESRCH;
        } else {
            ProcessGroup group = pid == 0 ? from.process().group() : table.group(-pid);
            signalEach(from, List.copyOf(group.members()), info, false);
        }
    }

    private void signal(ProcessThread from, Process to, SigInfo info) throws Errno {
        SignalPermissions.check(from, to, info.signal());
        if (info.signal() != 0 && !sending.send(to, null, info, null) && info.code() < 0) {
            throw Errno.EAGAIN;
        }
    }

    /**
     * At least one must be allowed.
     *
     * @param quietly if there is any target, nobody being allowed is no error (kill(2) of -1 on Linux)
     */
    private void signalEach(ProcessThread from, List<Process> targets, SigInfo info, boolean quietly) throws Errno {
        SignalPermissions.checkNumber(info.signal());
        Errno failure = Errno.ESRCH;
        boolean reached = false;
        for (Process target : targets) {
            try {
                signal(from, target, info);
                reached = true;
            } catch (Errno e) {
                failure = e;
                reached |= quietly && e == Errno.EPERM;
            }
        }
        if (!reached) {
            throw failure;
        }
    }

    @Override
    public void queue(int tid, int pid, SigInfo info) throws Errno {
        ProcessThread from = table.thread(tid);
        if (pretends(info) && pid != from.process().pid()) {
            throw Errno.EPERM;
        }
        signal(from, table.thread(pid).process(), info);
    }

    private static boolean pretends(SigInfo info) {
        return info.code() >= 0 || info.code() == Signal.SI_TKILL;
    }

    @Override
    public void queueToThread(int tid, int process, int target, SigInfo info) throws Errno {
        ProcessThread from = table.thread(tid);
        if (pretends(info) && target != tid) {
            throw Errno.EPERM;
        }
        sendToThread(from, process, target, info);
    }

    @Override
    public void tgkill(int tid, int process, int target, int signal) throws Errno {
        ProcessThread from = table.thread(tid);
        int pid = from.process().pid();
        sendToThread(from, process, target, SigInfo.user(signal, Signal.SI_TKILL, pid, from.credentials().uid()));
    }

    private void sendToThread(ProcessThread from, int process, int target, SigInfo info) throws Errno {
        if (target <= 0 || process == 0 || process < EVERYBODY) {
            throw Errno.EINVAL;
        }
        ProcessThread to = table.thread(target);
        if (process != EVERYBODY && to.process().pid() != process) {
            throw Errno.ESRCH;
        }
        SignalPermissions.check(from, to.process(), info.signal());
        if (info.signal() != 0 && !sending.send(to.process(), to, info, null)) {
            throw Errno.EAGAIN;
        }
    }

    @Override
    public void signalGroup(int group, SigInfo info) {
        try {
            sending.send(table.group(group), info);
        } catch (Errno e) {
            // The group has ended in the meantime.
            return;
        }
    }

    @Override
    public void signalProcess(int pid, SigInfo info) {
        try {
            sending.send(table.process(pid), info);
        } catch (Errno e) {
            // The process has ended in the meantime.
            return;
        }
    }

    @Override
    public void signalThread(int tid, SigInfo info) {
        try {
            sending.send(table.thread(tid), info);
        } catch (Errno e) {
            // The thread has ended in the meantime.
            return;
        }
    }

    @Override
    public void force(int tid, SigInfo info) {
        sending.force(caller(tid), info);
    }

    @Override
    public SignalDelivery next(int tid) {
        return delivery.next(caller(tid));
    }

    private ProcessThread caller(int tid) {
        try {
            return table.thread(tid);
        } catch (Errno e) {
            throw new dev.kenari.kernel.KernelPanic("thread " + tid + " runs but does not exist", e);
        }
    }

    @Override
    public void restore(int tid, long mask, AlternateStack stack) throws Errno {
        ProcessThread thread = table.thread(tid);
        states.setBlocked(thread, mask);
        try {
            states.of(thread).stack = checked(stack, false);
        } catch (Errno e) {
            // A frame whose stack can't be set leaves the stack as it is (Linux, restore_altstack).
            return;
        }
    }

    @Override
    public boolean ignoresOrBlocks(int tid, int signal) throws Errno {
        ProcessThread thread = table.thread(tid);
        return (states.of(thread).blocked & Signal.bit(signal)) != 0
                || states.of(thread.process()).actions.get(signal).handler() == SignalAction.IGNORE;
    }

    // Timers

    @Override
    public long cpuTime(int tid, int clock) throws Errno {
        return timers.cpuTime(tid, clock);
    }

    @Override
    public TimerSetting getitimer(int tid, int which) throws Errno {
        return timers.getitimer(tid, which);
    }

    @Override
    public TimerSetting setitimer(int tid, int which, TimerSetting setting) throws Errno {
        return timers.setitimer(tid, which, setting);
    }

    @Override
    public int timerCreate(int tid, int clock, int notify, int signal, int target, long value, boolean useId)
            throws Errno {
        return timers.timerCreate(tid, clock, notify, signal, target, value, useId);
    }

    @Override
    public TimerSetting timerSettime(int tid, int timer, int flags, TimerSetting setting) throws Errno {
        return timers.timerSettime(tid, timer, flags, setting);
    }

    @Override
    public TimerSetting timerGettime(int tid, int timer) throws Errno {
        return timers.timerGettime(tid, timer);
    }

    @Override
    public int timerGetoverrun(int tid, int timer) throws Errno {
        return timers.timerGetoverrun(tid, timer);
    }

    @Override
    public void timerDelete(int tid, int timer) throws Errno {
        timers.timerDelete(tid, timer);
    }

    /** Number of the wait queue that is woken whenever a signal has become pending. */
    public int waitQueue() {
        return arrivedId;
    }

    /** The signals pending for the task and its process; for signalfd(2). */
    public long pendingForTask(int task) throws Errno {
        ProcessThread thread = table.threadOfTask(task);
        return states.of(thread).queue.set() | states.of(thread.process()).queue.set();
    }

    /** Takes the first pending signal of {@code mask} off its queue; null if none is pending. */
    public SigInfo takeForTask(int task, long mask) throws Errno {
        ProcessThread thread = table.threadOfTask(task);
        SigInfo info = delivery.take(thread, mask & ~DefaultAction.UNBLOCKABLE);
        states.recalculate(thread);
        return info;
    }
}

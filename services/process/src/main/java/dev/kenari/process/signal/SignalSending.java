package dev.kenari.process.signal;

import dev.kenari.abi.ResourceLimits;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSender;

/** Puts signals into queues and wakes who is to take them. */
final class SignalSending implements SignalSender, SourcedSender {
    private final SignalStates states;
    private final JobControl jobControl;
    private final WaitQueue arrived;

    /** @param arrived woken whenever a signal has become pending */
    SignalSending(SignalStates states, WaitQueue arrived) {
        this.states = states;
        this.arrived = arrived;
        this.jobControl = new JobControl(states, this);
    }

    JobControl jobControl() {
        return jobControl;
    }

    @Override
    public void send(Process process, SigInfo info) {
        send(process, null, info, null);
    }

    @Override
    public void send(ProcessThread thread, SigInfo info) {
        send(thread.process(), thread, info, null);
    }

    @Override
    public boolean send(Process process, ProcessThread thread, SigInfo info, SignalSource source) {
        int signal = info.signal();
        if (process.zombie() || process == states.table().init() || thread != null && thread.exiting()) {
            drop(source);
            return true;
        }
        ProcessThread target = thread != null ? thread : representative(process);
        boolean dropped = !jobControl.prepare(process, signal) || isIgnored(process, target, signal);
        if (signal == Signal.KILL) {
            process.kill(WaitOptions.killed(Signal.KILL, false));
            jobControl.release(process);
            return true;
        }
        if (dropped) {
            drop(source);
            return true;
        }
        SignalQueue queue = thread != null ? states.of(thread).queue : states.of(process).queue;
        if (!queue.accepts(signal)) {
            drop(source);
            return true;
        }
        if (signal >= Signal.RTMIN && queue.size() >= process.limits().soft(ResourceLimits.SIGPENDING)) {
            drop(source);
            return false;
        }
        queue.add(info, source);
        ProcessThread taker = thread != null ? (wants(thread, signal) ? thread : null) : choose(process, signal);
        if (taker != null) {
            taker.task().interrupt();
        }
        arrived.wakeAll();
        return true;
    }

    /** Whose mask says whether a signal for the process is blocked. */
    private static ProcessThread representative(Process process) {
        ProcessThread leader = process.leader();
        return leader.exiting() && !process.threads().isEmpty() ? process.threads().getFirst() : leader;
    }

    private static void drop(SignalSource source) {
        if (source != null) {
            source.dropped();
        }
    }

    /** A blocked signal stays pending even if it is ignored: the program may change its mind, or wait for it. */
    private boolean isIgnored(Process process, ProcessThread thread, int signal) {
        ThreadSignals signals = states.of(thread);
        boolean blocked = ((signals.blocked | signals.awaited) & Signal.bit(signal)) != 0;
        return !blocked && states.of(process).actions.ignores(signal);
    }

    private boolean wants(ProcessThread thread, int signal) {
        return !thread.exiting() && (states.of(thread).blocked & Signal.bit(signal)) == 0;
    }

    private ProcessThread choose(Process process, int signal) {
        ProcessThread busy = null;
        for (ProcessThread thread : process.threads()) {
            if (wants(thread, signal)) {
                if (!thread.task().interrupted()) {
                    return thread;
                }
                busy = busy == null ? thread : busy;
            }
        }
        return busy;
    }

    /** As {@link dev.kenari.process.Signals#force}. */
    void force(ProcessThread thread, SigInfo info) {
        ThreadSignals signals = states.of(thread);
        ProcessSignals process = states.of(thread.process());
        long bit = Signal.bit(info.signal());
        SignalAction action = process.actions.get(info.signal());
        if ((signals.blocked & bit) != 0 || !action.handles()) {
            process.actions.set(info.signal(), SignalAction.INITIAL);
            states.setBlocked(thread, signals.blocked & ~bit);
        }
        if (signals.queue.accepts(info.signal())) {
            signals.queue.add(info, null);
        }
        thread.task().interrupt();
    }

    @Override
    public boolean reapsChildren(Process parent) {
        SignalAction action = states.of(parent).actions.get(Signal.CHLD);
        return action.handler() == SignalAction.IGNORE || action.has(SignalAction.SA_NOCLDWAIT);
    }
}

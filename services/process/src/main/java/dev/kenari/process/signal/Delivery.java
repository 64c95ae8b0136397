package dev.kenari.process.signal;

import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;

/** Takes signals off their queues on a thread's way back to its program, and does what they are to do. */
final class Delivery {
    private final SignalStates states;
    private final JobControl jobControl;

    Delivery(SignalStates states, JobControl jobControl) {
        this.states = states;
        this.jobControl = jobControl;
    }

    /** As {@link dev.kenari.process.Signals#next}. */
    SignalDelivery next(ProcessThread thread) {
        ThreadSignals signals = states.of(thread);
        Process process = thread.process();
        while (true) {
            if (thread.killed()) {
                return SignalDelivery.EXIT;
            }
            if (process.stopSignal() != 0) {
                jobControl.sleepWhileStopped(thread);
                continue;
            }
            SigInfo info = take(thread, ~signals.blocked);
            if (info != null) {
                SignalDelivery delivery = act(thread, info);
                if (delivery != null) {
                    return delivery;
                }
            } else if (signals.maskSaved) {
                signals.maskSaved = false;
                states.setBlocked(thread, signals.savedMask);
            } else {
                states.recalculate(thread);
                return null;
            }
        }
    }

    /** The next pending signal of {@code wanted}, off its queue; null if there is none. */
    SigInfo take(ProcessThread thread, long wanted) {
        SigInfo info = states.of(thread).queue.take(wanted);
        return info != null ? info : states.of(thread.process()).queue.take(wanted);
    }

    /** Returns null if the signal is done with. */
    private SignalDelivery act(ProcessThread thread, SigInfo info) {
        Process process = thread.process();
        SignalActions actions = states.of(process).actions;
        SignalAction action = actions.get(info.signal());
        if (action.handler() == SignalAction.IGNORE) {
            return null;
        }
        if (action.handles()) {
            if (action.has(SignalAction.SA_RESETHAND)) {
                actions.set(info.signal(), new SignalAction(SignalAction.DEFAULT, action.flags(), action.mask()));
            }
            return enter(thread, info, action);
        }
        switch (DefaultAction.of(info.signal())) {
            case IGNORE -> {}
            case STOP -> {
                if (info.signal() == Signal.STOP || !process.group().orphaned(null)) {
                    jobControl.stop(process, info.signal());
                }
            }
            // No core file is written, so that the status does not claim one.
            case TERMINATE, DUMP -> process.kill(WaitOptions.killed(info.signal(), false));
        }
        return null;
    }

    private SignalDelivery enter(ProcessThread thread, SigInfo info, SignalAction action) {
        ThreadSignals signals = states.of(thread);
        long mask = signals.maskToRestore();
        AlternateStack stack = signals.stack;
        signals.maskSaved = false;
        if ((stack.flags() & AlternateStack.AUTODISARM) != 0) {
            signals.stack = AlternateStack.NONE;
        }
        long own = action.has(SignalAction.SA_NODEFER) ? 0 : Signal.bit(info.signal());
        states.setBlocked(thread, signals.blocked | action.mask() | own);
        return new SignalDelivery(false, info, action, mask, stack, thread.process().program().sigreturn());
    }
}

package dev.kenari.process.signal;

import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.Usage;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSender;

/** Stopping and continuing whole processes. */
final class JobControl {
    private final SignalStates states;
    private final SignalSender sender;

    JobControl(SignalStates states, SignalSender sender) {
        this.states = states;
        this.sender = sender;
    }

    /** What sending {@code signal} does before it is queued: stop signals and SIGCONT cancel each other. Returns false if that was all. */
    boolean prepare(Process process, int signal) {
        if (process.ending()) {
            return signal == Signal.KILL;
        }
        if ((Signal.bit(signal) & DefaultAction.STOPS) != 0) {
            flush(process, Signal.bit(Signal.CONT));
        } else if (signal == Signal.CONT) {
            flush(process, DefaultAction.STOPS);
            if (process.stopSignal() != 0) {
                boolean wasStopped = allStopped(process);
                process.setStopSignal(0);
                release(process);
                if (wasStopped) {
                    tellParent(process, WaitOptions.CLD_CONTINUED, Signal.CONT);
                }
            }
        }
        return true;
    }

    private void flush(Process process, long signals) {
        states.of(process).queue.flush(signals);
        process.threads().forEach(thread -> states.of(thread).queue.flush(signals));
    }

    /** Wakes the threads that a stop holds. */
    void release(Process process) {
        states.of(process).resumed.wakeAll();
    }

    /** The process stops on {@code signal}: every thread sleeps before it returns to its program. */
    void stop(Process process, int signal) {
        process.setStopSignal(signal);
        process.threads().forEach(thread -> thread.task().interrupt());
    }

    /** The calling thread sleeps until its process continues, or it is to end. */
    void sleepWhileStopped(ProcessThread thread) {
        Process process = thread.process();
        ProcessSignals signals = states.of(process);
        thread.setKillableWait(signals.resumed);
        signals.stoppedThreads++;
        if (allStopped(process)) {
            tellParent(process, WaitOptions.CLD_STOPPED, process.stopSignal());
        }
        while (process.stopSignal() != 0 && !thread.killed()) {
            thread.task().setState(Task.State.STOPPED);
            signals.resumed.sleepUninterruptibly();
        }
        signals.stoppedThreads--;
        thread.setKillableWait(null);
    }

    private boolean allStopped(Process process) {
        long running = process.threads().stream().filter(thread -> !thread.exiting()).count();
        return states.of(process).stoppedThreads >= running;
    }

    private void tellParent(Process process, int code, int signal) {
        Process parent = process.parent();
        SignalAction action = states.of(parent).actions.get(Signal.CHLD);
        if (action.handler() != SignalAction.IGNORE && !action.has(SignalAction.SA_NOCLDSTOP)) {
            Usage usage = process.usage();
            int uid = process.leader().credentials().uid();
            sender.send(parent, new SigInfo(Signal.CHLD, 0, code, process.pid(), uid, 0, signal,
                    usage.userNanos(), usage.systemNanos()));
        }
        parent.childEvents().wakeAll();
    }
}

package dev.kenari.process.signal;

import dev.kenari.abi.Signal;
import dev.kenari.process.SignalAction;
import java.util.Arrays;

/** A table of signal actions; CLONE_SIGHAND shares one. */
final class SignalActions {
    private final SignalAction[] actions = new SignalAction[Signal.RTMAX + 1];

    SignalActions() {
        Arrays.fill(actions, SignalAction.INITIAL);
    }

    SignalAction get(int signal) {
        return actions[signal];
    }

    void set(int signal, SignalAction action) {
        actions[signal] = action;
    }

    SignalActions copy() {
        SignalActions copy = new SignalActions();
        System.arraycopy(actions, 0, copy.actions, 0, actions.length);
        return copy;
    }

    /** What execve(2) and CLONE_CLEAR_SIGHAND leave: handlers become the default, ignored stays ignored. */
    SignalActions withoutHandlers() {
        SignalActions copy = new SignalActions();
        for (int signal = 1; signal < actions.length; signal++) {
            if (actions[signal].handler() == SignalAction.IGNORE) {
                copy.actions[signal] = new SignalAction(SignalAction.IGNORE, 0, 0);
            }
        }
        return copy;
    }

    /** Whether {@code signal} does nothing to a process that does not block it. */
    boolean ignores(int signal) {
        long handler = actions[signal].handler();
        return handler == SignalAction.IGNORE
                || handler == SignalAction.DEFAULT && DefaultAction.of(signal) == DefaultAction.IGNORE;
    }
}

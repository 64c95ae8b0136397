package dev.kenari.process.signal;

import dev.kenari.process.AlternateStack;

/** What signal(7) keeps of a thread. */
final class ThreadSignals {
    final SignalQueue queue = new SignalQueue();
    long blocked;
    /** What sigtimedwait(2) has unblocked for its time only, so that it is queued even if it is ignored. */
    long awaited;
    /** The mask to go back to after a call that had its own; meaningful if {@link #maskSaved}. */
    long savedMask;

    boolean maskSaved;
    AlternateStack stack = AlternateStack.NONE;

    ThreadSignals copy(boolean keepStack) {
        ThreadSignals copy = new ThreadSignals();
        copy.blocked = blocked;
        copy.stack = keepStack ? stack : AlternateStack.NONE;
        return copy;
    }

    /** The mask that a handler's return, or a call's end, goes back to. */
    long maskToRestore() {
        return maskSaved ? savedMask : blocked;
    }
}

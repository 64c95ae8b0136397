package dev.kenari.process.signal;

import dev.kenari.kernel.sync.WaitQueue;

/** What signal(7) keeps of a process. */
final class ProcessSignals {
    final SignalQueue queue = new SignalQueue();
    final WaitQueue resumed = new WaitQueue();
    SignalActions actions;
    /** Threads that sleep because the process is stopped. */
    int stoppedThreads;

    ProcessSignals(SignalActions actions) {
        this.actions = actions;
    }
}

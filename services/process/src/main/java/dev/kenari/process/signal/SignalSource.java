package dev.kenari.process.signal;

import dev.kenari.process.SigInfo;

/** Hears of the fate of a signal that it sent: how POSIX timers count what was missed. */
public interface SignalSource {
    /** The signal leaves the queue to be delivered; returns what is delivered. */
    SigInfo taken(SigInfo info);

    /** The signal leaves the queue for nothing, or never got there. */
    void dropped();
}

package dev.kenari.process.signal;

import dev.kenari.process.SigInfo;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;

/** Sends signals whose sender wants to know what becomes of them. */
@FunctionalInterface
public interface SourcedSender {
    /**
     * Sends.
     *
     * @param thread null for any thread of the process
     * @param source hears what becomes of the signal; may be null
     * @return false if the queue is full (RLIMIT_SIGPENDING)
     */
    boolean send(Process process, ProcessThread thread, SigInfo info, SignalSource source);
}

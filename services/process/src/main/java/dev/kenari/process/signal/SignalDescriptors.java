package dev.kenari.process.signal;

import dev.kenari.abi.Errno;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SigInfoFormat;
import dev.kenari.vfs.PendingSignals;

/** What signalfd(2) reads. */
public final class SignalDescriptors implements PendingSignals {
    private static final byte[] NOTHING = {};

    private final SignalService signals;

    public SignalDescriptors(SignalService signals) {
        this.signals = signals;
    }

    @Override
    public long pending(int task) throws Errno {
        return signals.pendingForTask(task);
    }

    @Override
    public byte[] take(int task, long mask) throws Errno {
        SigInfo info = signals.takeForTask(task, mask);
        return info == null ? NOTHING : SigInfoFormat.encodeForSignalfd(info);
    }

    @Override
    public int waitQueue() {
        return signals.waitQueue();
    }
}

package dev.kenari.vfs.event;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.vfs.PendingSignals;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** A signalfd(2): reading it takes signals of whoever reads. */
public final class SignalDescriptor extends OpenFileDescription {
    /** Size of a signalfd_siginfo. */
    private static final int RECORD = 128;

    private final PendingSignals signals;
    private final WaitQueue signalled;
    private long mask;

    public SignalDescriptor(Path path, int flags, PendingSignals signals, WaitQueue signalled, long mask) {
        super(path, flags | Fcntl.O_RDWR);
        this.signals = signals;
        this.signalled = signalled;
        this.mask = mask;
    }

    /** signalfd(2) of an existing descriptor. */
    public void setMask(long newMask) {
        mask = newMask;
        signalled.wakeAll();
    }

    @Override
    public String details() {
        return "sigmask:\t%016x\n".formatted(mask);
    }

    @Override
    public void read(IoVector to) throws Errno {
        if (to.remaining() < RECORD) {
            throw Errno.EINVAL;
        }
        int task = Task.current().id();
        while (to.remaining() >= RECORD) {
            byte[] record = signals.take(task, mask);
            if (record.length == RECORD) {
                to.put(record, 0, RECORD);
            } else if (to.done() > 0) {
                return;
            } else if (nonBlocking()) {
                throw Errno.EAGAIN;
            } else {
                signalled.sleep();
            }
        }
    }

    @Override
    public int poll(int events) throws Errno {
        boolean pending = (signals.pending(Task.current().id()) & mask) != 0;
        return pending ? events & (Poll.POLLIN | Poll.POLLRDNORM) : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return signalled;
    }
}

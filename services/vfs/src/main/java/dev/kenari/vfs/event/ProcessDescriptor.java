package dev.kenari.vfs.event;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.sync.WaitQueues;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** A pidfd (pidfd_open(2)): a process to wait for and to name without the risk that its number is given to another. */
public final class ProcessDescriptor extends OpenFileDescription {
    private final WaitQueues queues;
    private final int pid;
    private final int queueNumber;
    private final WaitQueue queue;
    private final WaitQueue.Listener listener = this::end;
    private boolean ended;

    /** See {@link dev.kenari.vfs.EventDescriptors#pidfd}. */
    public ProcessDescriptor(Path path, int flags, WaitQueues queues, int pid, int queueNumber, boolean ended)
            throws Errno {
        super(path, flags | Fcntl.O_RDWR);
        this.queues = queues;
        this.pid = pid;
        this.queueNumber = queueNumber;
        this.queue = queues.find(queueNumber);
        this.ended = ended;
        queue.listen(listener);
    }

    private void end() {
        ended = true;
    }

    /** The process's id; ESRCH once it was waited for. */
    public int process() throws Errno {
        if (reaped()) {
            throw Errno.ESRCH;
        }
        return pid;
    }

    private boolean reaped() {
        try {
            return queues.find(queueNumber) == null;
        } catch (Errno e) {
            return true;
        }
    }

    @Override
    public String details() {
        return "Pid:\t%1$d\nNSpid:\t%1$d\n".formatted(reaped() ? -1 : pid);
    }

    @Override
    public int poll(int events) {
        return ended ? events & (Poll.POLLIN | Poll.POLLRDNORM) | (reaped() ? Poll.POLLHUP : 0) : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    protected void released() {
        queue.unlisten(listener);
    }
}

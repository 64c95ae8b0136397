package dev.kenari.vfs.event;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** An eventfd(2): an unsigned 64-bit counter to wait for. */
public final class EventCounter extends OpenFileDescription {
    private static final long MAXIMUM = 0xFFFF_FFFF_FFFF_FFFEL;

    private final WaitQueue changed = new WaitQueue();
    private final boolean semaphore;
    private long count;

    /** @param semaphore EFD_SEMAPHORE: each read takes one */
    public EventCounter(Path path, int flags, long count, boolean semaphore) {
        super(path, flags | Fcntl.O_RDWR);
        this.count = count;
        this.semaphore = semaphore;
    }

    @Override
    public String details() {
        return "eventfd-count: %16x\neventfd-semaphore: %d\n".formatted(count, semaphore ? 1 : 0);
    }

    @Override
    public void read(IoVector to) throws Errno {
        if (to.remaining() < Long.BYTES) {
            throw Errno.EINVAL;
        }
        while (count == 0) {
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            changed.sleep();
        }
        long taken = semaphore ? 1 : count;
        count -= taken;
        changed.wakeAll();
        to.put(Words.ofLong(taken), 0, Long.BYTES);
    }

    @Override
    public void write(IoVector from) throws Errno {
        if (from.remaining() < Long.BYTES) {
            throw Errno.EINVAL;
        }
        long added = Words.getLong(from.take(Long.BYTES), 0);
        try {
            awaitRoom(added);
        } catch (Errno e) {
            from.giveBack(Long.BYTES);
            throw e;
        }
        count += added;
        changed.wakeAll();
    }

    private void awaitRoom(long added) throws Errno {
        if (added == -1) {
            throw Errno.EINVAL;
        }
        while (Long.compareUnsigned(MAXIMUM - count, added) < 0) {
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            changed.sleep();
        }
    }

    @Override
    public int poll(int events) {
        int ready = (count != 0 ? Poll.POLLIN | Poll.POLLRDNORM : 0)
                | (count != MAXIMUM ? Poll.POLLOUT | Poll.POLLWRNORM : 0);
        return ready & events;
    }

    @Override
    public WaitQueue waitQueue() {
        return changed;
    }
}

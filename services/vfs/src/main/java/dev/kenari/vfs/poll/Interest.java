package dev.kenari.vfs.poll;

import dev.kenari.abi.Epoll;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.file.OpenFileDescription;

/** One file in an epoll instance's interest list. */
final class Interest implements WaitQueue.Listener, OpenFileDescription.ReleaseListener {
    private static final int MODES = Epoll.EPOLLET | Epoll.EPOLLONESHOT | Epoll.EPOLLEXCLUSIVE | Epoll.EPOLLWAKEUP;

    private final EventPoll owner;
    private final OpenFileDescription file;
    private final int fd;
    private int events;
    private long data;
    private boolean queued;
    private boolean closed;
    private WaitQueue watched;

    Interest(EventPoll owner, OpenFileDescription file, int fd, int events, long data) {
        this.owner = owner;
        this.file = file;
        this.fd = fd;
        change(events, data);
    }

    EventPoll owner() {
        return owner;
    }

    OpenFileDescription file() {
        return file;
    }

    int fd() {
        return fd;
    }

    int events() {
        return events;
    }

    long data() {
        return data;
    }

    /** Whether it is in the owner's ready list. */
    boolean queued() {
        return queued;
    }

    void setQueued(boolean value) {
        queued = value;
    }

    void change(int newEvents, long newData) {
        events = newEvents | Poll.POLLERR | Poll.POLLHUP;
        data = newData;
    }

    void watch() throws Errno {
        watched = file.waitQueue();
        if (watched != null) {
            watched.listen(this);
        }
        file.addReleaseListener(this);
    }

    /** Whether it is in nobody's list any more. */
    boolean closed() {
        return closed;
    }

    void unwatch() {
        closed = true;
        if (watched != null) {
            watched.unlisten(this);
        }
        file.removeReleaseListener(this);
    }

    @Override
    public void woken() {
        if (!queued && !disabled()) {
            queued = true;
            owner.queue(this);
        }
    }

    @Override
    public void released(OpenFileDescription closed) {
        owner.remove(this);
    }

    /** Reported once with EPOLLONESHOT: sleeps until changed. */
    private boolean disabled() {
        return (events & ~MODES) == 0;
    }

    /** Which of the wanted events hold now. */
    int poll() throws Errno {
        return disabled() ? 0 : file.poll(events & ~MODES) & events;
    }

    /** It was reported; returns whether it stays ready (level-triggered). */
    boolean reported() {
        if ((events & Epoll.EPOLLONESHOT) != 0) {
            events &= MODES;
            return false;
        }
        return (events & Epoll.EPOLLET) == 0;
    }
}

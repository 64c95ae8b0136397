package dev.kenari.vfs.poll;

import dev.kenari.abi.Epoll;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.EpollEvent;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An epoll instance (epoll(7)): an interest list, and a ready list of those members whose wait queue was woken. Members are asked for
 * their state only when somebody waits or polls.
 */
public final class EventPoll extends OpenFileDescription {
    /** Longest chain of epoll instances that watch each other. */
    private static final int MAXIMUM_DEPTH = 5;

    private static final int ALLOWED_WITH_EXCLUSIVE = Poll.POLLIN | Poll.POLLOUT | Poll.POLLERR | Poll.POLLHUP
            | Epoll.EPOLLWAKEUP | Epoll.EPOLLET | Epoll.EPOLLEXCLUSIVE;

    private record Key(OpenFileDescription file, int fd) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.file == file && key.fd == fd;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(file) * 31 + fd;
        }
    }

    private final Map<Key, Interest> interests = new HashMap<>();
    private final ArrayDeque<Interest> ready = new ArrayDeque<>();
    private final WaitQueue changed = new WaitQueue();

    public EventPoll(Path path) {
        super(path, Fcntl.O_RDWR);
    }

    @Override
    public String details() {
        StringBuilder lines = new StringBuilder();
        interests.values().forEach(i -> lines.append("tfd: %8d events: %8x data: %16x\n"
                .formatted(i.fd(), i.events(), i.data())));
        return lines.toString();
    }

    /** EPOLL_CTL_ADD. */
    public void add(OpenFileDescription file, int fd, int events, long data) throws Errno {
        if ((events & Epoll.EPOLLEXCLUSIVE) != 0
                && (file instanceof EventPoll || (events & ~ALLOWED_WITH_EXCLUSIVE) != 0)) {
            throw Errno.EINVAL;
        }
        Key key = new Key(file, fd);
        if (interests.containsKey(key)) {
            throw Errno.EEXIST;
        }
        if (file instanceof EventPoll other) {
            checkNesting(other);
        }
        Interest interest = new Interest(this, file, fd, events, data);
        interests.put(key, interest);
        interest.watch();
        interest.woken();
    }

    /** EPOLL_CTL_MOD. */
    public void modify(OpenFileDescription file, int fd, int events, long data) throws Errno {
        Interest interest = find(file, fd);
        if (((events | interest.events()) & Epoll.EPOLLEXCLUSIVE) != 0) {
            throw Errno.EINVAL;
        }
        interest.change(events, data);
        interest.woken();
    }

    /** EPOLL_CTL_DEL. */
    public void delete(OpenFileDescription file, int fd) throws Errno {
        remove(find(file, fd));
    }

    private Interest find(OpenFileDescription file, int fd) throws Errno {
        Interest interest = interests.get(new Key(file, fd));
        if (interest == null) {
            throw Errno.ENOENT;
        }
        return interest;
    }

    void remove(Interest interest) {
        interests.remove(new Key(interest.file(), interest.fd()));
        if (interest.queued()) {
            ready.remove(interest);
        }
        interest.unwatch();
    }

    /** ELOOP if watching {@code other} would close a circle or make too long a chain. */
    private void checkNesting(EventPoll other) throws Errno {
        if (other.reaches(this, 0) || other.depthBelow() + 1 + depthAbove(0) > MAXIMUM_DEPTH) {
            throw Errno.ELOOP;
        }
    }

    private boolean reaches(EventPoll target, int depth) {
        if (this == target) {
            return true;
        }
        for (Interest interest : interests.values()) {
            if (interest.file() instanceof EventPoll below && depth < MAXIMUM_DEPTH && below.reaches(target, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Instances in the longest chain from this one down. */
    private int depthBelow() {
        int depth = 0;
        for (Interest interest : interests.values()) {
            if (interest.file() instanceof EventPoll below) {
                depth = Math.max(depth, below.depthBelow());
            }
        }
        return depth + 1;
    }

    /** Instances in the longest chain of those that watch this one. */
    private int depthAbove(int depth) {
        int above = 0;
        if (depth < MAXIMUM_DEPTH) {
            for (ReleaseListener listener : releaseListeners()) {
                if (listener instanceof Interest watcher) {
                    above = Math.max(above, 1 + watcher.owner().depthAbove(depth + 1));
                }
            }
        }
        return above;
    }

    /** A member's wait queue was woken. */
    void queue(Interest interest) {
        ready.add(interest);
        changed.wakeAll();
    }

    /** epoll_wait(2): at most {@code limit} events; none if the monotonic time {@code deadline} comes first, 0 not to wait. */
    public List<EpollEvent> await(int limit, long deadline) throws Errno {
        while (true) {
            List<EpollEvent> events = collect(limit);
            // What was woken while others were looked at, which may sleep, is looked at first.
            if (!events.isEmpty() || deadline == 0 || ready.isEmpty() && !changed.sleep(deadline)) {
                return events.isEmpty() ? collect(limit) : events;
            }
        }
    }

    private List<EpollEvent> collect(int limit) throws Errno {
        List<EpollEvent> events = new ArrayList<>(Math.min(limit, ready.size()));
        for (int left = ready.size(); left > 0 && !ready.isEmpty() && events.size() < limit; left--) {
            Interest interest = ready.removeFirst();
            interest.setQueued(false);
            int now = interest.poll();
            if (now != 0 && !interest.closed()) {
                events.add(new EpollEvent(now, interest.data()));
                if (interest.reported() && !interest.queued()) {
                    // Level-triggered: looked at again next time, after the others.
                    interest.setQueued(true);
                    ready.add(interest);
                }
            }
        }
        return events;
    }

    @Override
    public int poll(int events) throws Errno {
        while (!ready.isEmpty()) {
            Interest first = ready.removeFirst();
            first.setQueued(false);
            if (first.poll() != 0) {
                if (!first.queued() && !first.closed()) {
                    first.setQueued(true);
                    ready.addFirst(first);
                }
                return events & (Poll.POLLIN | Poll.POLLRDNORM);
            }
        }
        return 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return changed;
    }

    @Override
    protected void released() {
        List.copyOf(interests.values()).forEach(Interest::unwatch);
        interests.clear();
        ready.clear();
    }
}

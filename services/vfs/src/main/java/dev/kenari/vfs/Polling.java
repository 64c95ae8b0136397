package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import java.util.List;

/**
 * Part of {@link Channels}: waiting for descriptors. A deadline is a monotonic time in nanoseconds; 0 means not to wait,
 * {@code Long.MAX_VALUE} for ever. A signal ends a wait with ERESTARTSYS.
 */
public interface Polling {
    /**
     * poll(2), select(2): what holds of each of {@code fds}, of its {@code events} and of those {@code unasked}; POLLNVAL if it is not open;
     * 0 for a negative one. All 0 at the deadline.
     *
     * @param unasked POLLERR and POLLHUP for poll(2), 0 for select(2)
     */
    int[] poll(int client, int[] fds, int[] events, int unasked, long deadline) throws Errno;

    /** epoll_create1(2). */
    int epollCreate(int client, int flags) throws Errno;

    /** epoll_ctl(2). */
    void epollControl(int client, int epoll, int operation, int fd, int events, long data) throws Errno;

    /** epoll_wait(2): at most {@code limit} events; empty at the deadline. */
    List<EpollEvent> epollWait(int client, int epoll, int limit, long deadline) throws Errno;
}

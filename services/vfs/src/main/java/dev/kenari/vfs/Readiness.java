package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Vfs}: what poll(2) needs. */
public interface Readiness {
    /** Which of {@code events} hold now, and POLLERR, POLLHUP. */
    int poll(int client, int fd, int events) throws Errno;

    /**
     * Number of the kernel wait queue that is woken when what {@link #poll} says may have changed; 0 if it never
     * changes. Stays the same
     * for the life of the open file description.
     */
    int waitQueue(int client, int fd) throws Errno;
}

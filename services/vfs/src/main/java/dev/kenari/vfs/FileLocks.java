package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Vfs}: advisory locks. */
public interface FileLocks {
    /** flock(2). */
    void flock(int client, int fd, int operation) throws Errno;

    /**
     * F_SETLK, and F_SETLKW if {@code wait}; the F_OFD_ ones if {@code description}. EAGAIN, EDEADLK.
     */
    void setLock(int client, int fd, RecordLock lock, boolean description, boolean wait) throws Errno;

    /** F_GETLK and F_OFD_GETLK: the first lock that is in the way, or one of type F_UNLCK. */
    RecordLock getLock(int client, int fd, RecordLock lock, boolean description) throws Errno;

    /** proc_locks(5). */
    String locks() throws Errno;
}

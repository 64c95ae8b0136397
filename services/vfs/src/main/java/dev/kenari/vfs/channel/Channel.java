package dev.kenari.vfs.channel;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;

/**
 * One end of a pipe, a socket, an eventfd and the like: what an open file description without a file system's file refers to.
 * Every method runs in the calling task under the kernel lock; those that sleep say so and end with ERESTARTSYS on a signal.
 */
public interface Channel {
    /**
     * read(2). May sleep.
     *
     * @param flags the description's status flags now: O_NONBLOCK, O_DIRECT
     */
    default long read(Buffer to, int flags) throws Errno {
        throw Errno.EINVAL;
    }

    /** write(2). May sleep. EPIPE, for which the personality sends SIGPIPE. */
    default long write(Buffer from, int flags) throws Errno {
        throw Errno.EINVAL;
    }

    /** Which of {@code events} hold now, and POLLERR and POLLHUP whether asked for or not. Never sleeps. */
    int poll(int events);

    /** Woken when what {@link #poll} says may have changed; the same for life. Null if it never changes. */
    WaitQueue waitQueue();

    /** ioctl(2). ENOTTY. */
    default long ioctl(int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    /** The fcntl(2) commands that only this kind of file knows. EINVAL. */
    default long control(int command, long argument) throws Errno {
        throw Errno.EINVAL;
    }

    /** File type and permissions, as stat(2) has them in {@code st_mode}. */
    int mode();

    /** What /proc/PID/fd/N links to. */
    String name(long inode);

    /** Lines of /proc/PID/fdinfo/N that only this kind of file has; may be empty. */
    default String details() {
        return "";
    }

    /** The last reference to the description is gone. Must not sleep. */
    void release();
}

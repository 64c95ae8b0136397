package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Inotify;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.Stat;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open file description (open(2)): what descriptors refer to. It has the status flags and the position; duplicated
 * and inherited
 * descriptors share it. References are counted: descriptors, handles, descriptors in flight, and calls in progress.
 *
 * <p>The vfs has checked the access mode before it calls {@link #read} and so on. What a kind of file does not
 * override fails as such files do.
 */
public abstract class OpenFileDescription {
    /** Hears that the last reference is gone; runs before {@link #released}. */
    @FunctionalInterface
    public interface ReleaseListener {
        void released(OpenFileDescription file);
    }

    /** What F_SETFL changes. */
    private static final int SETTABLE =
            Fcntl.O_APPEND | Fcntl.O_ASYNC | Fcntl.O_DIRECT | Fcntl.O_NOATIME | Fcntl.O_NONBLOCK;

    private static final int NOT_KEPT = Fcntl.O_CLOEXEC | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOCTTY | Fcntl.O_TRUNC;

    private final Path path;
    private int flags;
    private int references = 1;
    private int owner;
    private int signal;
    private long position;
    private int publishedQueue;
    private List<ReleaseListener> releaseListeners = List.of();

    /**
     * @param path where it was opened; of what has no name in a file system, see {@link
     * dev.kenari.vfs.namespace.AnonymousFiles}
     * @param flags as given to open(2)
     */
    protected OpenFileDescription(Path path, int flags) {
        this.path = path;
        this.flags = flags & ~NOT_KEPT;
        path.pin();
    }

    public final Path path() {
        return path;
    }

    public final Inode inode() {
        return path.inode();
    }

    public final int flags() {
        return flags;
    }

    public final boolean readable() {
        return (flags & Fcntl.O_ACCMODE) != Fcntl.O_WRONLY && !pathOnly();
    }

    public final boolean writable() {
        int access = flags & Fcntl.O_ACCMODE;
        return (access == Fcntl.O_WRONLY || access == Fcntl.O_RDWR) && !pathOnly();
    }

    public final boolean pathOnly() {
        return (flags & Fcntl.O_PATH) != 0;
    }

    public final boolean nonBlocking() {
        return (flags & Fcntl.O_NONBLOCK) != 0;
    }

    public final boolean appending() {
        return (flags & Fcntl.O_APPEND) != 0;
    }

    /** F_SETFL. */
    public void setFlags(int newFlags) throws Errno {
        flags = flags & ~SETTABLE | newFlags & SETTABLE;
    }

    public final long position() {
        return position;
    }

    public final void setPosition(long newPosition) {
        position = newPosition;
    }

    public final void retain() {
        references++;
    }

    public final int references() {
        return references;
    }

    /** Drops a reference; the last one ends the description. */
    public final void release() {
        if (--references == 0) {
            if (!pathOnly()) {
                path.dentry().tell(writable() ? Inotify.IN_CLOSE_WRITE : Inotify.IN_CLOSE_NOWRITE);
            }
            if (path.inode().hasLocks()) {
                path.inode().locks().releaseDescription(this);
            }
            for (ReleaseListener listener : List.copyOf(releaseListeners)) {
                listener.released(this);
            }
            if (publishedQueue != 0) {
                inode().superBlock().kernel().waitQueues().withdraw(publishedQueue);
            }
            released();
            path.unpin();
        }
        assert references >= 0 : "open file description released twice";
    }

    public final void addReleaseListener(ReleaseListener listener) {
        if (releaseListeners.isEmpty()) {
            releaseListeners = new ArrayList<>(1);
        }
        releaseListeners.add(listener);
    }

    public final void removeReleaseListener(ReleaseListener listener) {
        releaseListeners.remove(listener);
    }

    public final List<ReleaseListener> releaseListeners() {
        return releaseListeners;
    }

    /** A descriptor of it was closed: what is thrown close(2) returns. */
    public void flush() throws Errno {}

    /** The last reference is gone. */
    protected void released() {}

    /** read(2) at the position, if the kind has one: puts at least a byte, or none at the end. Sleeps or EAGAIN. */
    public void read(IoVector to) throws Errno {
        throw Errno.EINVAL;
    }

    /** write(2) at the position, if the kind has one. Takes what it can. Sleeps or EAGAIN. */
    public void write(IoVector from) throws Errno {
        throw Errno.EINVAL;
    }

    /** As {@link #read(IoVector)}; what the vfs calls. For kinds that want to know who reads. */
    public void read(Client client, IoVector to) throws Errno {
        read(to);
    }

    /** As {@link #write(IoVector)}; what the vfs calls. For kinds that want to know who writes. */
    public void write(Client client, IoVector from) throws Errno {
        write(from);
    }

    /** pread(2). */
    public void read(IoVector to, long offset) throws Errno {
        throw Errno.ESPIPE;
    }

    /** pwrite(2). */
    public void write(IoVector from, long offset) throws Errno {
        throw Errno.ESPIPE;
    }

    public long seek(long offset, int whence) throws Errno {
        throw Errno.ESPIPE;
    }

    /** The entry at the position; null at the end. */
    public DirectoryEntry entry() throws Errno {
        throw Errno.ENOTDIR;
    }

    /** Moves past what {@link #entry} gave. */
    public void taken(DirectoryEntry entry) {
        setPosition(entry.cookie());
    }

    public void truncate(long length) throws Errno {
        throw Errno.EINVAL;
    }

    public void allocate(int mode, long offset, long length) throws Errno {
        throw Errno.ENODEV;
    }

    public void sync(boolean dataOnly) throws Errno {
        throw Errno.EINVAL;
    }

    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    /** What holds now of {@code events}, and POLLERR and POLLHUP. */
    public int poll(int events) throws Errno {
        return events & (Poll.POLLIN | Poll.POLLOUT | Poll.POLLRDNORM | Poll.POLLWRNORM);
    }

    /** Woken when what {@link #poll} says may have changed; null if that never happens. Always the same. */
    public WaitQueue waitQueue() throws Errno {
        return null;
    }

    /** What mmap(2) maps; the name is filled in later. */
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        throw Errno.ENODEV;
    }

    /** The fcntl(2) commands of this kind alone. */
    public long control(int command, long argument) throws Errno {
        return switch (command) {
            case Fcntl.F_SETOWN -> {
                owner = (int) argument;
                yield 0;
            }
            case Fcntl.F_GETOWN -> owner;
            case Fcntl.F_SETSIG -> {
                if (argument < 0 || argument > 64) {
                    throw Errno.EINVAL;
                }
                signal = (int) argument;
                yield 0;
            }
            case Fcntl.F_GETSIG -> signal;
            default -> throw Errno.EINVAL;
        };
    }

    public Stat stat() throws Errno {
        return path.stat();
    }

    /** More lines of /proc/PID/fdinfo/N, each with its line feed. */
    public String details() {
        return "";
    }

    /** Number of {@link #waitQueue} in the kernel; 0 if there is none. */
    public final int publishedQueue() throws Errno {
        WaitQueue queue = publishedQueue == 0 ? waitQueue() : null;
        if (queue != null) {
            publishedQueue = inode().superBlock().kernel().waitQueues().publish(queue);
        }
        return publishedQueue;
    }
}

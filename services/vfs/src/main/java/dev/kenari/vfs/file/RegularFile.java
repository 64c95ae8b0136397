package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** What all files with offsets share: the position, seeking, and keeping count of writers. */
public abstract class RegularFile extends OpenFileDescription {
    private final boolean countedAsWriter;

    protected RegularFile(Path path, int flags) throws Errno {
        this(path, flags, true);
    }

    /** @param counted as a writer, if it is one: then the file can't be executed meanwhile */
    protected RegularFile(Path path, int flags, boolean counted) throws Errno {
        boolean counts = counted && (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY && path.inode().isRegular();
        if (counts) {
            path.inode().openForWriting();
        }
        super(path, flags);
        countedAsWriter = counts;
    }

    @Override
    protected void released() {
        if (countedAsWriter) {
            inode().closedForWriting();
            try {
                inode().flush();
            } catch (Errno e) {
                inode().superBlock().kernel().log().warn("attributes of " + path().dentry().name() + " lost: " + e);
            }
        }
    }

    @Override
    public final void read(IoVector to) throws Errno {
        long before = to.done();
        try {
            read(to, position());
        } finally {
            setPosition(position() + to.done() - before);
        }
    }

    @Override
    public final void write(IoVector from) throws Errno {
        long before = from.done();
        if (appending() && from.remaining() > 0) {
            setPosition(endOfFile());
        }
        try {
            write(from, position());
        } finally {
            setPosition(position() + from.done() - before);
        }
    }

    /** The access time follows a read. */
    protected final void accessed() {
        int mountFlags = path().mount().flags();
        if ((flags() & Fcntl.O_NOATIME) == 0 && (mountFlags & Mount.NOATIME) == 0 && !path().mount().readOnly()) {
            Inode inode = inode();
            inode.accessed(inode.superBlock().now());
        }
    }

    /** The size now. */
    public abstract long endOfFile() throws Errno;

    /** Where data is at or after {@code offset}, which lies in the file; -1 if nowhere. */
    protected long nextData(long offset) throws Errno {
        return offset;
    }

    /** Where a hole is at or after {@code offset}, which lies in the file; the end if nowhere else. */
    protected long nextHole(long offset) throws Errno {
        return endOfFile();
    }

    @Override
    public long seek(long offset, int whence) throws Errno {
        long target =
                switch (whence) {
                    case Fcntl.SEEK_SET -> offset;
                    case Fcntl.SEEK_CUR -> add(position(), offset);
                    case Fcntl.SEEK_END -> add(endOfFile(), offset);
                    case Fcntl.SEEK_DATA, Fcntl.SEEK_HOLE -> seekContent(offset, whence);
                    default -> throw Errno.EINVAL;
                };
        if (target < 0) {
            throw Errno.EINVAL;
        }
        setPosition(target);
        return target;
    }

    private static long add(long base, long offset) throws Errno {
        long sum = base + offset;
        if (offset > 0 && sum < 0) {
            throw Errno.EOVERFLOW;
        }
        return sum;
    }

    private long seekContent(long offset, int whence) throws Errno {
        long end = endOfFile();
        if (offset < 0 || offset >= end) {
            throw Errno.ENXIO;
        }
        long found = whence == Fcntl.SEEK_DATA ? nextData(offset) : nextHole(offset);
        if (found < 0 || whence == Fcntl.SEEK_DATA && found >= end) {
            throw Errno.ENXIO;
        }
        return found;
    }

    /** Pages of the range are with the device on return. */
    public void syncRange(long offset, long end) throws Errno {
        sync(true);
    }

    @Override
    public void sync(boolean dataOnly) throws Errno {
        if (inode().superBlock().fileSystem() == null) {
            throw new KernelPanic("a regular file without a file system");
        }
        inode().flush();
        inode().superBlock().fileSystem().fsync(inode().node(), dataOnly);
    }
}

package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Path;
import java.util.List;

/**
 * An open directory. Position 0 is {@code .}, 1 is {@code ..}, and then come the file system's cookies, shifted by 2.
 */
public final class DirectoryFile extends OpenFileDescription {
    private static final int FIRST_BATCH = 128;
    private static final int LARGEST_BATCH = 1 << 14;
    private static final int DOTS = 2;

    private List<DirectoryEntry> batch = List.of();
    private int next;
    private int batchSize = FIRST_BATCH;
    /** The position of {@code batch[next]}. */
    private long expected = -1;

    public DirectoryFile(Path path, int flags) {
        super(path, flags);
    }

    @Override
    public void read(IoVector to) throws Errno {
        throw Errno.EISDIR;
    }

    @Override
    public void read(IoVector to, long offset) throws Errno {
        throw Errno.EISDIR;
    }

    @Override
    public DirectoryEntry entry() throws Errno {
        Dentry dentry = path().dentry();
        Inode inode = dentry.inode();
        int type = FileMode.directoryEntryType(FileMode.S_IFDIR);
        if (position() == 0) {
            return new DirectoryEntry(inode.number(), 1, type, ".");
        }
        if (position() == 1) {
            return new DirectoryEntry(parentNumber(), DOTS, type, "..");
        }
        if (dentry.removed()) {
            throw Errno.ENOENT;
        }
        if (position() != expected || next == batch.size()) {
            if (position() != expected) {
                batchSize = FIRST_BATCH;
            }
            batch = inode.superBlock().fileSystem().readDirectory(inode.node(), position() - DOTS, batchSize);
            batchSize = Math.min(batchSize * 4, LARGEST_BATCH);
            next = 0;
            expected = position();
        }
        if (batch.isEmpty()) {
            return null;
        }
        DirectoryEntry entry = batch.get(next);
        return new DirectoryEntry(entry.inode(), entry.cookie() + DOTS, entry.type(), entry.name());
    }

    /** Moves past what {@link #entry} gave. */
    @Override
    public void taken(DirectoryEntry entry) {
        setPosition(entry.cookie());
        if (entry.cookie() > DOTS) {
            next++;
            expected = entry.cookie();
        }
    }

    private long parentNumber() {
        Dentry dentry = path().dentry();
        if (dentry == path().mount().root() && path().mount().parent() != null) {
            dentry = path().mount().point();
        }
        return dentry.parent() == null ? dentry.inode().number() : dentry.parent().inode().number();
    }

    @Override
    public long seek(long offset, int whence) throws Errno {
        long target =
                switch (whence) {
                    case Fcntl.SEEK_SET -> offset;
                    case Fcntl.SEEK_CUR -> position() + offset;
                    default -> throw Errno.EINVAL;
                };
        if (target < 0) {
            throw Errno.EINVAL;
        }
        expected = -1;
        setPosition(target);
        return target;
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        return inode().superBlock().fileSystem().ioctl(inode().node(), 0, request, argument, memory);
    }

    @Override
    public void sync(boolean dataOnly) throws Errno {
        inode().flush();
        inode().superBlock().fileSystem().fsync(inode().node(), dataOnly);
    }
}

package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Last;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;
import dev.kenari.kernel.ipc.Grant;
import java.util.List;

/**
 * What a file system offers to the vfs. Files are <em>nodes</em>, numbered by the file system as it likes; a number
 * stays valid until
 * {@link #forget}. The vfs has already checked names, permissions, types, mount flags, and that a new name does not
 * exist; the
 * file system checks what only it can know (ENOSPC, EROFS, ENOTEMPTY, races).
 *
 * <p>Content: a file whose {@link #memoryObject} is not 0 lives in the page cache. The vfs reads, writes, truncates
 * and maps the object
 * itself and reports the new size and times by {@link #setAttributes}. Any other file is opened and then read and
 * written through the file system.
 *
 * <p>A call that a file system has no use for throws EOPNOTSUPP, or what its default below throws.
 */
@Protocol
public interface FileSystem {
    /** A new mount asks once: the root and how the vfs may treat the nodes. */
    @Repeatable
    FileSystemRoot root() throws Errno;

    @Repeatable
    Attributes attributes(long node) throws Errno;

    /** The node called {@code name} in a directory; never {@code .} or {@code ..}. ENOENT. */
    @Repeatable
    Entry lookup(long directory, String name) throws Errno;

    /** Applies the change and returns the attributes afterwards. The vfs has decided every value, times too. */
    @Repeatable
    Attributes setAttributes(long node, AttributeChange change) throws Errno;

    /**
     * A new node: file, directory, FIFO, socket, device, or symbolic link.
     *
     * @param mode type and permissions, final
     * @param target of a symbolic link, else null
     * @param now for all times, and for the directory's
     */
    Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno;

    /** A regular file without a name (O_TMPFILE); {@link #link} may give it one. */
    default Entry makeUnnamed(int mode, int uid, int gid, long now) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    /** A hard link to {@code node}; returns its attributes. */
    Attributes link(long node, long directory, String name, long now) throws Errno;

    /** Removes a name of what is no directory. The node lives on while the vfs has not forgotten it. */
    @Repeatable(done = "ENOENT")
    void unlink(long directory, String name, long now) throws Errno;

    /** Removes an empty directory; ENOTEMPTY. */
    @Repeatable(done = "ENOENT")
    void rmdir(long directory, String name, long now) throws Errno;

    /**
     * @param flags RENAME_NOREPLACE, RENAME_EXCHANGE; without them {@code toName} is replaced if it exists. RENAME_WHITEOUT leaves a
     *     character device 0:0 at {@code fromName}, in the same step
     */
    void rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags, long now) throws Errno;

    @Repeatable
    LinkTarget readlink(long node) throws Errno;

    /**
     * Entries after {@code cookie} (0: from the start), at most {@code limit}; empty at the end. Without {@code .} and
     * {@code ..}. Entries
     * that stay are listed exactly once whatever else comes and goes.
     */
    @Repeatable
    List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno;

    /**
     * The page cache of a regular file: number of a memory object that the file system holds until it frees the node;
     * 0 if it has none.
     */
    @Repeatable
    default int memoryObject(long node) throws Errno {
        return 0;
    }

    /**
     * A regular file is about to be opened for writing or to change its size. Returns its {@link #memoryObject}, which may be another
     * from now on. Only asked of a file system that is {@link FileSystemRoot#layered}.
     *
     * @param truncates its content is of no more use
     */
    default int prepareWriting(long node, boolean truncates) throws Errno {
        return memoryObject(node);
    }

    /**
     * For a regular file without a page cache: number of a memory object with its content that can be mapped, but not for writing
     * to the file. ENODEV if it can't be mapped at all.
     */
    @Repeatable
    default int mapping(long node) throws Errno {
        throw Errno.ENODEV;
    }

    /**
     * Opens a node for {@link #read} and so on.
     *
     * @param flags as open(2)
     * @param client who opens
     */
    @Repeatable
    default OpenNode open(long node, int flags, int client, Credentials credentials) throws Errno {
        return new OpenNode(0, true, false);
    }

    @Repeatable
    default void release(long node, long handle) {}

    /** close(2) of a descriptor, not always the last one, of a node that {@link OpenNode#flushes}: what it throws close(2) returns. */
    @Repeatable
    default void flush(long node, long handle) throws Errno {}

    /**
     * access(2) and chdir(2), asked only where {@link FileSystemRoot.Access#checked} is false. EACCES.
     *
     * @param wanted R_OK 4, W_OK 2, X_OK 1
     */
    @Repeatable
    default void access(long node, int wanted, Credentials who) throws Errno {}

    /**
     * At most {@code length} bytes at {@code offset}; empty at the end. Bytes have their place: where they are taken or given in the order
     * of calls, the file system can't be one that is started again.
     */
    @Repeatable
    default byte[] read(long node, long handle, long offset, int length) throws Errno {
        throw Errno.EINVAL;
    }

    /** Returns how many bytes were taken; as {@link #read}. */
    @Repeatable
    default int write(long node, long handle, long offset, byte[] bytes) throws Errno {
        throw Errno.EINVAL;
    }

    /** @param handle 0 for a directory: nobody has opened it */
    default long ioctl(long node, long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    /** Readiness, as {@link Readiness#poll}. */
    @Repeatable
    default int poll(long node, long handle, int events) throws Errno {
        return events & (dev.kenari.abi.Poll.POLLIN | dev.kenari.abi.Poll.POLLOUT
                | dev.kenari.abi.Poll.POLLRDNORM | dev.kenari.abi.Poll.POLLWRNORM);
    }

    /** As {@link Readiness#waitQueue}. */
    @Repeatable
    default int waitQueue(long node, long handle) throws Errno {
        return 0;
    }

    /**
     * fallocate(2) of a file in the page cache. {@code mode} has FALLOC_FL_KEEP_SIZE or the vfs reports the new size afterwards by
     * {@link #setAttributes}. Before, the vfs has written dirty pages in the range back, and for FALLOC_FL_PUNCH_HOLE and
     * FALLOC_FL_ZERO_RANGE it has zeroed what covers no whole page; afterwards it drops the pages within the range.
     */
    @Repeatable
    default void allocate(long node, int mode, long offset, long length, long now) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    /** Where data is at or after {@code offset}, for SEEK_DATA; -1 if nowhere. Dirty pages have been written back. */
    @Repeatable
    default long nextData(long node, long offset) throws Errno {
        return offset;
    }

    /** Where a hole is at or after {@code offset}, for SEEK_HOLE; -1 for the end of the file. Dirty pages have been written back. */
    @Repeatable
    default long nextHole(long node, long offset) throws Errno {
        return -1;
    }

    @Repeatable
    default byte[] getExtendedAttribute(long node, String name) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    /** @param create XATTR_CREATE 1, XATTR_REPLACE 2 */
    default void setExtendedAttribute(long node, String name, byte[] value, int create) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    @Repeatable
    default List<String> extendedAttributes(long node) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    default void removeExtendedAttribute(long node, String name) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    @Repeatable
    FileSystemStatus status() throws Errno;

    /** Everything written to the node so far is stable on return. */
    @Repeatable
    default void fsync(long node, boolean dataOnly) throws Errno {}

    /** As {@link #fsync} for every node. */
    @Repeatable
    default void sync() throws Errno {}

    /**
     * MS_REMOUNT. To become read-only means that everything is stable and the file system marked clean on return; the vfs lets
     * nothing be written afterwards.
     */
    @Repeatable
    default void remount(boolean readOnly, String options) throws Errno {}

    /** Nothing uses the file system any more: it may free everything. */
    @Last
    default void unmount() {}

    /** The vfs does not know the node any more: if no name leads to it either, it is free. */
    @Repeatable
    void forget(long node);
}

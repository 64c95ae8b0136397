package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** A file system whose names no call changes: its maker decides which there are. Such calls are EPERM. */
public interface FixedNames extends FileSystem {
    @Override
    default Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        throw Errno.EPERM;
    }

    @Override
    default Attributes link(long node, long directory, String name, long now) throws Errno {
        throw Errno.EPERM;
    }

    @Override
    default void unlink(long directory, String name, long now) throws Errno {
        throw Errno.EPERM;
    }

    @Override
    default void rmdir(long directory, String name, long now) throws Errno {
        throw Errno.EPERM;
    }

    @Override
    default void rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags, long now)
            throws Errno {
        throw Errno.EPERM;
    }

    /** There are no symbolic links. */
    @Override
    default LinkTarget readlink(long node) throws Errno {
        throw Errno.EINVAL;
    }
}

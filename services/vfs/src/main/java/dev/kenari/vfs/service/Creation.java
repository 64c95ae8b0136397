package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Naming;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Permissions;

/** Making nodes: what they belong to, and which permissions they get. */
final class Creation {
    /**
     * Makes the last component of a walk that is at its directory and found that it does not exist.
     *
     * @param mode type and permissions before the umask
     */
    Dentry make(Client client, PathWalk walk, int mode, long rdev, String target) throws Errno {
        Inode directory = checkDirectory(client, walk.path());
        int masked = FileMode.isSymlink(mode) ? mode : mode & ~client.fs().umask();
        Credentials who = client.credentials();
        return Naming.make(
                walk.dentry(),
                walk.last(),
                inheritedMode(client, directory, masked),
                who.uid(),
                inheritedGroup(client, directory),
                rdev,
                target);
    }

    /** O_TMPFILE. */
    Path makeUnnamed(Client client, Path where, int mode) throws Errno {
        Inode directory = checkDirectory(client, where);
        int permissions = mode & FileMode.PERMISSIONS & ~client.fs().umask();
        Entry made = directory
                .superBlock()
                .fileSystem()
                .makeUnnamed(
                        inheritedMode(client, directory, FileMode.S_IFREG | permissions),
                        client.credentials().uid(),
                        inheritedGroup(client, directory),
                        directory.superBlock().now());
        Inode inode = directory.superBlock().inode(made);
        return new Path(where.mount(), Dentry.unnamed(where.dentry(), "#" + inode.number(), inode));
    }

    /** May the client make names in the directory? EROFS, EACCES, ENOENT. */
    static Inode checkDirectory(Client client, Path where) throws Errno {
        Inode directory = where.inode();
        if (where.mount().readOnly()) {
            throw Errno.EROFS;
        }
        Permissions.check(directory, client.credentials(), Permissions.WRITE | Permissions.EXECUTE);
        if (where.dentry().removed()) {
            throw Errno.ENOENT;
        }
        if (directory.superBlock().fileSystem() == null) {
            throw Errno.EACCES;
        }
        return directory;
    }

    private static int inheritedGroup(Client client, Inode directory) {
        boolean inherits = (directory.mode() & FileMode.S_ISGID) != 0;
        return inherits ? directory.gid() : client.credentials().gid();
    }

    /** In a directory with the set-group-ID bit, directories have it too, and files only if the client could set it. */
    private static int inheritedMode(Client client, Inode directory, int mode) {
        if ((directory.mode() & FileMode.S_ISGID) == 0) {
            return mode;
        }
        if (FileMode.isDirectory(mode)) {
            return mode | FileMode.S_ISGID;
        }
        int both = FileMode.S_ISGID | 010;
        boolean foreign = (mode & both) == both
                && !Permissions.inGroup(client.credentials(), directory.gid())
                && !client.capable(Capability.FSETID);
        return foreign ? mode & ~FileMode.S_ISGID : mode;
    }

    /**
     * Content changed: without CAP_FSETID the file loses its set-user-ID bit, and set-group-ID if it is
     * group-executable.
     */
    static void dropSetIds(Client client, Inode inode) throws Errno {
        int kept = withoutSetIds(inode.mode());
        if (kept != inode.mode() && !client.capable(Capability.FSETID)) {
            inode.setMode(kept & FileMode.PERMISSIONS);
        }
    }

    static int withoutSetIds(int mode) {
        int kept = mode & ~FileMode.S_ISUID;
        return (mode & 010) != 0 ? kept & ~FileMode.S_ISGID : kept;
    }
}

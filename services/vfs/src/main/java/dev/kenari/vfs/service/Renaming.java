package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Naming;
import dev.kenari.vfs.namespace.Permissions;

/** One rename(2): two walks that stand at the directories of the names. */
final class Renaming {
    private final Client client;
    private final PathWalk from;
    private final PathWalk to;
    private final boolean noReplace;
    private final boolean exchange;
    private final boolean whiteout;

    /** @param flags {@code RENAME_*} */
    Renaming(Client client, PathWalk from, PathWalk to, int flags) {
        this.client = client;
        this.from = from;
        this.to = to;
        this.noReplace = (flags & Fcntl.RENAME_NOREPLACE) != 0;
        this.exchange = (flags & Fcntl.RENAME_EXCHANGE) != 0;
        this.whiteout = (flags & Fcntl.RENAME_WHITEOUT) != 0;
    }

    void rename() throws Errno {
        if (from.mount() != to.mount()) {
            throw Errno.EXDEV;
        }
        if (!from.lastIsName() || !to.lastIsName()) {
            throw noReplace && !to.lastIsName() ? Errno.EEXIST : Errno.EBUSY;
        }
        Dentry.lock(from.dentry(), to.dentry());
        try {
            renameLocked();
        } finally {
            Dentry.unlock(from.dentry(), to.dentry());
        }
    }

    private void renameLocked() throws Errno {
        Dentry source = from.child();
        if (source == null) {
            throw Errno.ENOENT;
        }
        Dentry target = to.child();
        if (target != null && noReplace) {
            throw Errno.EEXIST;
        }
        if (target == null && exchange) {
            throw Errno.ENOENT;
        }
        checkShapes(source, target);
        if (from.mount().readOnly()) {
            throw Errno.EROFS;
        }
        if (target != null && source.inode() == target.inode()) {
            return;
        }
        checkPermissions(source, target);
        if (client.namespace().uses(source) || target != null && client.namespace().uses(target)) {
            throw Errno.EBUSY;
        }
        move(source, target);
    }

    private void checkShapes(Dentry source, Dentry target) throws Errno {
        boolean directory = source.inode().isDirectory();
        boolean slash = from.directoryWanted() || !exchange && to.directoryWanted();
        if (!directory && slash || exchange && to.directoryWanted() && !target.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        if (directory && source.contains(to.dentry())) {
            throw Errno.EINVAL;
        }
        if (target == null) {
            return;
        }
        if (target.contains(from.dentry())) {
            throw exchange ? Errno.EINVAL : Errno.ENOTEMPTY;
        }
        if (!exchange && directory != target.inode().isDirectory()) {
            throw directory ? Errno.ENOTDIR : Errno.EISDIR;
        }
    }

    private void checkPermissions(Dentry source, Dentry target) throws Errno {
        Permissions.checkDelete(from.inode(), source.inode(), client.credentials());
        if (target == null) {
            Creation.checkDirectory(client, to.path());
        } else {
            Permissions.checkDelete(to.inode(), target.inode(), client.credentials());
        }
        if (from.inode() != to.inode()) {
            checkParentChanges(source.inode());
            if (exchange) {
                checkParentChanges(target.inode());
            }
        }
    }

    /** A directory that gets another parent has its {@code ..} written. */
    private void checkParentChanges(Inode moved) throws Errno {
        if (moved.isDirectory()) {
            Permissions.check(moved, client.credentials(), Permissions.WRITE);
        }
    }

    private void move(Dentry source, Dentry target) throws Errno {
        int flags = (noReplace ? Fcntl.RENAME_NOREPLACE : 0)
                | (exchange ? Fcntl.RENAME_EXCHANGE : 0)
                | (whiteout ? Fcntl.RENAME_WHITEOUT : 0);
        Naming.rename(source, to.dentry(), to.last(), target, flags);
    }
}

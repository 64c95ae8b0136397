package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Inotify;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Permissions;
import dev.kenari.vfs.namespace.SuperBlock;

/** One rename(2): two walks that stand at the directories of the names. */
final class Renaming {
    private final Client client;
    private final PathWalk from;
    private final PathWalk to;
    private final boolean noReplace;
    private final boolean exchange;

    Renaming(Client client, PathWalk from, PathWalk to, boolean noReplace, boolean exchange) {
        this.client = client;
        this.from = from;
        this.to = to;
        this.noReplace = noReplace;
        this.exchange = exchange;
    }

    void rename() throws Errno {
        if (from.mount() != to.mount()) {
            throw Errno.EXDEV;
        }
        if (!from.lastIsName() || !to.lastIsName()) {
            throw noReplace && !to.lastIsName() ? Errno.EEXIST : Errno.EBUSY;
        }
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

    private static void tell(Inode moved, PathWalk from, PathWalk to, Inode replaced) {
        int isDirectory = moved.isDirectory() ? Inotify.IN_ISDIR : 0;
        int cookie = from.inode().superBlock().nextRename();
        from.inode().tell(Inotify.IN_MOVED_FROM | isDirectory, cookie, from.last(), false);
        to.inode().tell(Inotify.IN_MOVED_TO | isDirectory, cookie, to.last(), false);
        if (replaced != null) {
            replaced.tell(Inotify.IN_ATTRIB);
        }
        moved.tell(Inotify.IN_MOVE_SELF, 0, "", false);
    }

    private void move(Dentry source, Dentry target) throws Errno {
        SuperBlock superBlock = from.inode().superBlock();
        Inode replaced = target == null ? null : target.inode();
        int flags = (noReplace ? Fcntl.RENAME_NOREPLACE : 0) | (exchange ? Fcntl.RENAME_EXCHANGE : 0);
        superBlock
                .fileSystem()
                .rename(from.inode().node(), from.last(), to.inode().node(), to.last(), flags, superBlock.now());
        if (replaced != null) {
            replaced.pin();
        }
        try {
            if (exchange) {
                Dentry.exchange(source, target);
            } else {
                if (target != null) {
                    target.remove();
                }
                source.rename(to.dentry(), to.last());
            }
            from.inode().refresh();
            if (to.inode() != from.inode()) {
                to.inode().refresh();
            }
            if (superBlock.cacheable()) {
                source.inode().refresh();
                if (replaced != null) {
                    replaced.refresh();
                }
            }
            tell(source.inode(), from, to, exchange ? null : replaced);
            if (exchange) {
                tell(replaced, to, from, null);
            }
        } finally {
            if (replaced != null) {
                replaced.unpin();
            }
        }
    }
}

package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;

/**
 * Names come and go: in the file system, in what the vfs remembers of it, and for those who watch. The callers have checked
 * permissions, types and mounts.
 */
public final class Naming {
    private Naming() {}

    /** As {@link dev.kenari.vfs.FileSystem#make}, now. */
    public static Dentry make(Dentry directory, String name, int mode, int uid, int gid, long rdev, String target)
            throws Errno {
        Inode in = directory.inode();
        SuperBlock superBlock = in.superBlock();
        long now = superBlock.now();
        directory.lock();
        try {
            Entry made = null;
            while (made == null) {
                try {
                    made = superBlock.fileSystem().make(in.node(), name, mode, uid, gid, rdev, target, now);
                } catch (Errno e) {
                    if (e != Errno.ECONNABORTED) {
                        throw e;
                    }
                    made = madeBefore(superBlock.fileSystem(), in.node(), name);
                }
            }
            Dentry dentry = directory.add(name, made);
            in.refresh();
            in.tell(Inotify.IN_CREATE | (FileMode.isDirectory(mode) ? Inotify.IN_ISDIR : 0), 0, name, false);
            return dentry;
        } finally {
            directory.unlock();
        }
    }

    /** What a file system had made that ended before it replied, and was started again: the name was not there before. Else null. */
    private static Entry madeBefore(FileSystem fileSystem, long directory, String name) throws Errno {
        try {
            return fileSystem.lookup(directory, name);
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** A hard link. */
    public static Dentry link(Inode inode, Dentry directory, String name) throws Errno {
        Inode in = directory.inode();
        SuperBlock superBlock = in.superBlock();
        directory.lock();
        try {
            Attributes attributes = superBlock.fileSystem().link(inode.node(), in.node(), name, superBlock.now());
            Dentry made = directory.add(name, new Entry(inode.node(), attributes));
            in.refresh();
            inode.refresh();
            inode.tell(Inotify.IN_ATTRIB);
            in.tell(Inotify.IN_CREATE, 0, name, false);
            return made;
        } finally {
            directory.unlock();
        }
    }

    /** Removes the name of a file, or an empty directory. */
    public static void remove(Dentry victim) throws Errno {
        Inode inode = victim.inode();
        Dentry directory = victim.parent();
        Inode in = directory.inode();
        String name = victim.name();
        SuperBlock superBlock = in.superBlock();
        directory.lock();
        victim.pin();
        try {
            if (inode.isDirectory()) {
                superBlock.fileSystem().rmdir(in.node(), name, superBlock.now());
            } else {
                superBlock.fileSystem().unlink(in.node(), name, superBlock.now());
            }
            victim.remove();
            in.refresh();
            if (superBlock.cacheable()) {
                inode.refresh();
            }
            if (!inode.isDirectory()) {
                inode.tell(Inotify.IN_ATTRIB);
            }
            in.tell(Inotify.IN_DELETE | (inode.isDirectory() ? Inotify.IN_ISDIR : 0), 0, name, false);
        } finally {
            victim.unpin();
            directory.unlock();
        }
    }

    /**
     * Gives {@code source} another name.
     *
     * @param target what has that name; null if nothing has
     * @param flags {@code RENAME_*}
     */
    public static void rename(Dentry source, Dentry directory, String name, Dentry target, int flags) throws Errno {
        Dentry old = source.parent();
        Inode from = old.inode();
        String fromName = source.name();
        Inode to = directory.inode();
        SuperBlock superBlock = to.superBlock();
        boolean exchange = (flags & Fcntl.RENAME_EXCHANGE) != 0;
        Inode replaced = target == null ? null : target.inode();
        Dentry.lock(old, directory);
        source.pin();
        if (target != null) {
            target.pin();
        }
        try {
            superBlock.fileSystem().rename(from.node(), fromName, to.node(), name, flags, superBlock.now());
            if (exchange) {
                Dentry.exchange(source, target);
            } else {
                if (target != null) {
                    target.remove();
                }
                source.rename(directory, name);
            }
            from.refresh();
            if (to != from) {
                to.refresh();
            }
            if (superBlock.cacheable()) {
                source.inode().refresh();
                if (replaced != null) {
                    replaced.refresh();
                }
            }
            tellOfMove(source.inode(), from, fromName, to, name, exchange ? null : replaced);
            if (exchange) {
                tellOfMove(replaced, to, name, from, fromName, null);
            }
        } finally {
            if (target != null) {
                target.unpin();
            }
            source.unpin();
            Dentry.unlock(old, directory);
        }
    }

    private static void tellOfMove(
            Inode moved, Inode from, String fromName, Inode to, String toName, Inode replaced) {
        int isDirectory = moved.isDirectory() ? Inotify.IN_ISDIR : 0;
        int cookie = from.superBlock().nextRename();
        from.tell(Inotify.IN_MOVED_FROM | isDirectory, cookie, fromName, false);
        to.tell(Inotify.IN_MOVED_TO | isDirectory, cookie, toName, false);
        if (replaced != null) {
            replaced.tell(Inotify.IN_ATTRIB);
        }
        moved.tell(Inotify.IN_MOVE_SELF, 0, "", false);
    }
}

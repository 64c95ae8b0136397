package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Naming;
import java.util.List;

/**
 * The work directory: what is to appear in the upper directory is made here as a whole and then renamed, so that a crash leaves the
 * old or the new.
 */
final class Workspace {
    private static final String DIRECTORY = "work";
    private static final int BATCH = 256;

    private final Dentry work;
    private final Markers markers;
    private long lastName;

    private Workspace(Dentry work, Markers markers) {
        this.work = work;
        this.markers = markers;
    }

    /** Opens the work directory and clears it of what a crash has left. */
    static Workspace open(Dentry parent, Markers markers) throws Errno {
        Dentry work = parent.find(DIRECTORY);
        if (work == null) {
            work = Naming.make(parent, DIRECTORY, FileMode.S_IFDIR, 0, 0, 0, null);
        } else if (!work.inode().isDirectory()) {
            throw Errno.EINVAL;
        }
        work.pin();
        clear(work);
        return new Workspace(work, markers);
    }

    void close() {
        work.unpin();
    }

    Dentry directory() {
        return work;
    }

    String newName() {
        return "#" + Long.toHexString(++lastName);
    }

    /** Something new of the upper file system's, that {@link #publish} gives its place. */
    Dentry make(int mode, int uid, int gid, long rdev, String target) throws Errno {
        return Naming.make(work, newName(), mode, uid, gid, rdev, target);
    }

    /**
     * Renames what was made here to a name in the upper directory, where a whiteout, or a file or empty directory that is to vanish, may
     * be.
     *
     * @param before what has the name in the upper layer; null if nothing has
     */
    void publish(Dentry made, Dentry directory, String name, Dentry before) throws Errno {
        boolean swap = before != null && (made.inode().isDirectory() || before.inode().isDirectory());
        Naming.rename(made, directory, name, before, swap ? Fcntl.RENAME_EXCHANGE : 0);
        if (swap) {
            discard(before);
        }
    }

    /** Puts a whiteout at a name in the upper directory. */
    void whiteOut(Dentry directory, String name, Dentry before) throws Errno {
        publish(make(FileMode.S_IFCHR, 0, 0, 0, null), directory, name, before);
    }

    /** Puts an empty, opaque directory with the same attributes in the place of one that has nothing but whiteouts. */
    Dentry replaceByEmpty(Dentry before) throws Errno {
        var inode = before.inode();
        Dentry made = make(inode.mode(), inode.uid(), inode.gid(), 0, null);
        markers.copyAttributes(inode, made.inode());
        markers.setOpaque(made.inode());
        publish(made, before.parent(), before.name(), before);
        return made;
    }

    /** Removes something of the upper layer for good, with whatever whiteouts are in it. */
    static void discard(Dentry victim) throws Errno {
        if (victim.inode().isDirectory()) {
            clear(victim);
        }
        Naming.remove(victim);
    }

    private static void clear(Dentry directory) throws Errno {
        directory.pin();
        try {
            List<DirectoryEntry> some = read(directory);
            while (!some.isEmpty()) {
                for (DirectoryEntry entry : some) {
                    Dentry child = directory.find(entry.name());
                    if (child != null) {
                        discard(child);
                    }
                }
                some = read(directory);
            }
        } finally {
            directory.unpin();
        }
    }

    private static List<DirectoryEntry> read(Dentry directory) throws Errno {
        return directory.inode().superBlock().fileSystem().readDirectory(directory.inode().node(), 0, BATCH);
    }
}

package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Inotify;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemRoot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file system in use, with the inodes and dentries that are known of it. */
public final class SuperBlock {
    private static final int MAX_DENTRIES = 1 << 17;
    private static final int MAX_UNCACHEABLE_DENTRIES = 4096;

    private final Kernel kernel;
    private final FileSystem fileSystem;
    private final FileSystemRoot description;
    private final long device;
    private final Map<Long, Inode> inodes = new HashMap<>();
    private final Deque<Dentry> cached = new ArrayDeque<>();
    private final DirectoryLock renaming = new DirectoryLock();
    private Dentry root;
    private boolean readOnly;
    private int mounts;
    private int pins;
    private int renames;
    private boolean ended;
    private Runnable whenEnded = () -> {};

    /** @param fileSystem null for the files that have no place in any, such as pipes */
    public SuperBlock(Kernel kernel, FileSystem fileSystem, FileSystemRoot description, long device) {
        this.kernel = kernel;
        this.fileSystem = fileSystem;
        this.description = description;
        this.device = device;
        this.readOnly = description.readOnly();
    }

    public Kernel kernel() {
        return kernel;
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    public FileSystemRoot description() {
        return description;
    }

    public String type() {
        return description.type();
    }

    public long device() {
        return device;
    }

    public boolean cacheable() {
        return description.cacheable();
    }

    public boolean readOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean value) {
        readOnly = value;
    }

    /** MS_REMOUNT. EBUSY if it is to become read-only while somebody may write. */
    public void remount(boolean toReadOnly, String options) throws Errno {
        if (toReadOnly && !readOnly) {
            if (inodes.values().stream().anyMatch(Inode::isOpenForWriting)) {
                throw Errno.EBUSY;
            }
            sync();
        }
        fileSystem.remount(toReadOnly, options);
        readOnly = toReadOnly;
    }

    /** The end of the system: everything is stable, the file system clean, and nobody writes to it any more. */
    public void shutDown() throws Errno {
        if (!readOnly) {
            sync();
            readOnly = true;
            fileSystem.remount(true, "");
        }
    }

    /** Taken before the locks of two directories. */
    DirectoryLock renaming() {
        return renaming;
    }

    /** A number that joins the two events of a rename. */
    public int nextRename() {
        return ++renames;
    }

    /** CLOCK_REALTIME, for inode times. */
    public long now() {
        return kernel.timers().realtime();
    }

    /** The inode of the node; its attributes are now the entry's, unless the vfs knows better. */
    public Inode inode(Entry entry) {
        Inode inode = inodes.get(entry.node());
        if (inode == null) {
            inode = new Inode(this, entry.node(), entry.attributes());
            inodes.put(entry.node(), inode);
        } else if (!cacheable()) {
            inode.absorb(entry.attributes());
        }
        return inode;
    }

    /** The one root of its dentries, for all mounts. */
    public Dentry rootDentry() throws Errno {
        if (root == null) {
            root = Dentry.root("/", inode(new Entry(description.node(), fileSystem.attributes(description.node()))));
        }
        return root;
    }

    void cached(Dentry dentry) {
        cached.add(dentry);
        int limit = cacheable() ? MAX_DENTRIES : MAX_UNCACHEABLE_DENTRIES;
        for (int tries = 0; cached.size() > limit && tries < 4; tries++) {
            Dentry oldest = cached.poll();
            if (oldest != dentry && !oldest.evict()) {
                cached.add(oldest);
            }
        }
    }

    /** Nothing refers to the inode any more. */
    void drop(Inode inode) {
        if (fileSystem != null && inodes.remove(inode.node(), inode)) {
            fileSystem.forget(inode.node());
        }
    }

    /** Writes back what the vfs keeps of the inodes. */
    public void sync() throws Errno {
        for (Inode inode : List.copyOf(inodes.values())) {
            inode.flush();
        }
        if (fileSystem != null) {
            fileSystem.sync();
        }
    }

    /** What to do when nothing uses the file system any more. */
    public void whenEnded(Runnable action) {
        whenEnded = action;
    }

    /** Counts a mount, or whoever else wants it to stay. */
    public void mounted() {
        mounts++;
    }

    public void unmounted() {
        mounts--;
        endIfUnused();
    }

    void pin() {
        pins++;
    }

    void unpin() {
        pins--;
        endIfUnused();
    }

    private void endIfUnused() {
        if (mounts == 0 && pins == 0 && !ended && fileSystem != null) {
            ended = true;
            for (Inode inode : List.copyOf(inodes.values())) {
                inode.endWatches(Inotify.IN_UNMOUNT);
                inode.dropContent();
            }
            inodes.clear();
            fileSystem.unmount();
            whenEnded.run();
        }
    }

    public boolean isMounted() {
        return mounts > 0;
    }

    /** Whether the mount that there is, is the only one. */
    public boolean isMountedOnce() {
        return mounts == 1;
    }
}

package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.lock.InodeLocks;
import java.util.ArrayList;
import java.util.List;

/**
 * A file. Where the file system allows it the attributes here are the current ones: size and times of a file in the
 * page cache change
 * here first and reach the file system by {@link #flush}.
 */
public final class Inode {
    public static final int UNSEALABLE = -1;

    private static final long DAY = 86_400_000_000_000L;

    private final SuperBlock superBlock;
    private final long node;
    private long number;
    private int mode;
    private int links;
    private int uid;
    private int gid;
    private long rdev;
    private long size;
    private long blocks;
    private int blockSize;
    private long accessed;
    private long modified;
    private long changed;
    private long born;
    private int unflushed;

    private MemoryObject object;
    private LinkTarget target;
    private InodeLocks locks;
    private Object special;
    private int names;
    private int pins;
    private int writers;
    private int writersDenied;
    private boolean dropped;
    /** Of a memfd, {@code F_SEAL_*}; others can't be sealed. */
    private int seals = UNSEALABLE;
    private boolean linkable;
    private List<InodeWatcher> watchers;
    /** Of a directory in which names were looked for. */
    private DirectoryLock directoryLock;

    public Inode(SuperBlock superBlock, long node, Attributes attributes) {
        this.superBlock = superBlock;
        this.node = node;
        absorb(attributes);
    }

    public SuperBlock superBlock() {
        return superBlock;
    }

    /** The file system's number for it. */
    public long node() {
        return node;
    }

    /** The number that stat(2) shows. */
    public long number() {
        return number;
    }

    public int mode() {
        return mode;
    }

    public int type() {
        return mode & FileMode.S_IFMT;
    }

    public boolean isDirectory() {
        return FileMode.isDirectory(mode);
    }

    public boolean isRegular() {
        return FileMode.isRegular(mode);
    }

    public boolean isSymlink() {
        return FileMode.isSymlink(mode);
    }

    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    public int links() {
        return links;
    }

    public long rdev() {
        return rdev;
    }

    /** Bytes, as far as the vfs knows. */
    public long size() {
        return object == null ? size : object.size();
    }

    /** The current attributes; asks the file system where it may have changed them. */
    public Attributes attributes() throws Errno {
        if (!superBlock.cacheable() && superBlock.fileSystem() != null) {
            absorb(superBlock.fileSystem().attributes(node));
        } else if (object != null && superBlock.fileSystem() != null) {
            blocks = superBlock.fileSystem().attributes(node).blocks();
        }
        return new Attributes(
                number, mode, links, uid, gid, rdev, size(), blocks, blockSize, accessed, modified, changed, born);
    }

    void absorb(Attributes a) {
        number = a.inode();
        mode = a.mode();
        links = a.links();
        uid = a.uid();
        gid = a.gid();
        rdev = a.rdev();
        size = a.size();
        blocks = a.blocks();
        blockSize = a.blockSize();
        accessed = a.accessed();
        modified = a.modified();
        changed = a.changed();
        born = a.born();
    }

    /**
     * The file is about to be opened for writing, or changes its size: where the file system's layers share content, it may get a
     * page cache of its own now.
     *
     * @param truncates its content is of no more use
     */
    public void prepareWriting(boolean truncates) throws Errno {
        if (superBlock.fileSystem() == null || !superBlock.description().layered()) {
            return;
        }
        int id = superBlock.fileSystem().prepareWriting(node, truncates);
        if (object != null && object.id() != id) {
            dropContent();
        }
        object();
        absorb(superBlock.fileSystem().attributes(node));
    }

    /** Changes attributes here and in the file system. A size that is given truncates or extends the content. */
    public void change(AttributeChange change) throws Errno {
        if ((change.which() & AttributeChange.SIZE) != 0) {
            prepareWriting(change.size() == 0);
        }
        boolean resizes = (change.which() & AttributeChange.SIZE) != 0 && object != null;
        if (superBlock.fileSystem() != null) {
            long before = size();
            boolean done = false;
            try {
                if (resizes) {
                    object.resize(change.size());
                }
                flush();
                absorb(superBlock.fileSystem().setAttributes(node, change));
                done = true;
            } finally {
                if (!done && resizes) {
                    // The file still ends where the file system says.
                    object.resize(before);
                }
            }
            return;
        }
        if (resizes) {
            object.resize(change.size());
        }
        int which = change.which();
        mode = (which & AttributeChange.MODE) != 0 ? mode & FileMode.S_IFMT | change.mode() : mode;
        uid = (which & AttributeChange.UID) != 0 ? change.uid() : uid;
        gid = (which & AttributeChange.GID) != 0 ? change.gid() : gid;
        accessed = (which & AttributeChange.ACCESSED) != 0 ? change.accessed() : accessed;
        modified = (which & AttributeChange.MODIFIED) != 0 ? change.modified() : modified;
        changed = (which & AttributeChange.CHANGED) != 0 ? change.changed() : changed;
    }

    /** Truncates or extends the content. */
    public void resize(long newSize) throws Errno {
        long now = superBlock.now();
        int which = AttributeChange.SIZE | AttributeChange.MODIFIED | AttributeChange.CHANGED;
        change(new AttributeChange(which, 0, 0, 0, newSize, 0, now, now));
    }

    public void setMode(int permissions) throws Errno {
        int which = AttributeChange.MODE | AttributeChange.CHANGED;
        change(new AttributeChange(which, permissions, 0, 0, 0, 0, 0, superBlock.now()));
    }

    /** The file system changed it: names came or went. */
    public void refresh() throws Errno {
        if (superBlock.fileSystem() != null) {
            flush();
            absorb(superBlock.fileSystem().attributes(node));
        }
    }

    /** Content was read: the access time moves as with the mount option relatime. */
    public void accessed(long now) {
        if (accessed <= modified || accessed <= changed || now - accessed >= DAY) {
            accessed = now;
            unflushed |= AttributeChange.ACCESSED;
        }
    }

    /** Content in the page cache was written. */
    public void written(long now) {
        modified = now;
        changed = now;
        unflushed |= AttributeChange.MODIFIED | AttributeChange.CHANGED | AttributeChange.SIZE;
    }

    /** Tells the file system of times and size that it does not know yet. */
    public void flush() throws Errno {
        if (unflushed != 0 && superBlock.fileSystem() != null && superBlock.cacheable()) {
            int which = unflushed;
            unflushed = 0;
            absorb(superBlock.fileSystem()
                    .setAttributes(
                            node, new AttributeChange(which, 0, 0, 0, size(), accessed, modified, changed)));
        }
    }

    /** The page cache; null if the file has none. */
    public MemoryObject object() throws Errno {
        if (object == null && superBlock.fileSystem() != null && isRegular()) {
            int id = superBlock.fileSystem().memoryObject(node);
            if (id != 0 && object == null) {
                object = superBlock.kernel().objects().find(id);
                object.retain();
            }
        }
        return object;
    }

    /** Where a symbolic link leads. */
    public LinkTarget target() throws Errno {
        if (target != null) {
            return target;
        }
        LinkTarget read = superBlock.fileSystem().readlink(node);
        if (superBlock.cacheable()) {
            target = read;
        }
        return read;
    }

    /** Its advisory locks. */
    public InodeLocks locks() {
        if (locks == null) {
            locks = new InodeLocks(this);
        }
        return locks;
    }

    public boolean hasLocks() {
        return locks != null;
    }

    /** What a FIFO or socket inode stands for; null at first. */
    public Object special() {
        return special;
    }

    public void setSpecial(Object special) {
        this.special = special;
    }

    /** Counts a description that may write; ETXTBSY while the file is executed. */
    public void openForWriting() throws Errno {
        if (writersDenied > 0) {
            throw Errno.ETXTBSY;
        }
        writers++;
    }

    public boolean isOpenForWriting() {
        return writers > 0;
    }

    public void closedForWriting() {
        writers--;
    }

    /** The file is executed: ETXTBSY while somebody may write it. */
    public void denyWriting() throws Errno {
        if (writers > 0) {
            throw Errno.ETXTBSY;
        }
        writersDenied++;
    }

    public void allowWriting() {
        writersDenied--;
    }

    /** {@code F_SEAL_*}, or {@link #UNSEALABLE}. */
    public int seals() {
        return seals;
    }

    public void setSeals(int seals) {
        this.seals = seals;
    }

    public boolean sealed(int seal) {
        return seals != UNSEALABLE && (seals & seal) != 0;
    }

    /** Whether a file without links may get one: opened with O_TMPFILE and without O_EXCL. */
    public boolean linkable() {
        return links > 0 || linkable;
    }

    public void setLinkable() {
        linkable = true;
    }

    DirectoryLock directoryLock() {
        if (directoryLock == null) {
            directoryLock = new DirectoryLock();
        }
        return directoryLock;
    }

    public void watch(InodeWatcher watcher) {
        if (watchers == null) {
            watchers = new ArrayList<>(1);
        }
        watchers.add(watcher);
    }

    public void unwatch(InodeWatcher watcher) {
        if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
            watchers = null;
            dropIfUnused();
        }
    }

    /** Something happened to it, or to the file {@code name} in it: {@code IN_*} of inotify(7). */
    public void tell(int events, int cookie, String name, boolean removed) {
        if (watchers != null) {
            for (InodeWatcher watcher : List.copyOf(watchers)) {
                watcher.happened(events, cookie, name, removed);
            }
        }
    }

    /** Something happened to the inode itself. */
    public void tell(int events) {
        tell(isDirectory() ? events | Inotify.IN_ISDIR : events, 0, "", false);
    }

    /** It, or its file system, is no more. */
    void endWatches(int event) {
        if (watchers != null) {
            boolean unmounted = event == Inotify.IN_UNMOUNT;
            tell(unmounted && isDirectory() ? event | Inotify.IN_ISDIR : event, 0, "", false);
            List<InodeWatcher> all = watchers == null ? List.of() : watchers;
            watchers = null;
            all.forEach(InodeWatcher::ended);
        }
    }

    void named() {
        names++;
    }

    void unnamed() {
        names--;
        dropIfUnused();
    }

    public void pin() {
        pins++;
        superBlock.pin();
    }

    public void unpin() {
        pins--;
        assert pins >= 0 : "inode unpinned twice";
        dropIfUnused();
        superBlock.unpin();
    }

    private void dropIfUnused() {
        if (names == 0 && pins == 0 && links == 0) {
            endWatches(Inotify.IN_DELETE_SELF);
        }
        if (names == 0 && pins == 0 && watchers == null && !dropped) {
            dropped = true;
            superBlock.drop(this);
            dropContent();
        }
    }

    void dropContent() {
        if (object != null) {
            object.release();
            object = null;
        }
    }
}

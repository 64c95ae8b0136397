package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Inotify;
import dev.kenari.vfs.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name in a directory that leads to an inode; the tree of dentries is a cache of the file system's tree. */
public final class Dentry {
    private final Inode inode;
    private Dentry parent;
    private String name;
    private Map<String, Dentry> children;
    private List<Mount> mounts;
    private boolean removed;
    private boolean evicted;
    private int pins;

    Dentry(Dentry parent, String name, Inode inode) {
        this.parent = parent;
        this.name = name;
        this.inode = inode;
    }

    /** A root, or a file outside all directories, named as proc(5) shows it. */
    public static Dentry root(String name, Inode inode) {
        inode.named();
        return new Dentry(null, name, inode);
    }

    /**
     * A file that never had a name in a directory; proc(5) shows it in {@code parent}, which may be null, and as
     * deleted.
     */
    public static Dentry unnamed(Dentry parent, String name, Inode inode) {
        Dentry dentry = new Dentry(parent, name, inode);
        dentry.removed = true;
        return dentry;
    }

    public Inode inode() {
        return inode;
    }

    /** Null for a root. */
    public Dentry parent() {
        return parent;
    }

    public String name() {
        return name;
    }

    /** Whether the name was removed from its directory. */
    public boolean removed() {
        return removed;
    }

    /** Something happened to the file: whoever watches its directory or itself is told. */
    public void tell(int events) {
        if (parent != null) {
            parent.inode.tell(inode.isDirectory() ? events | Inotify.IN_ISDIR : events, 0, name, removed);
        }
        inode.tell(events);
    }

    /** Keeps it, and its inode, as they are. */
    public void pin() {
        pins++;
        inode.pin();
    }

    public void unpin() {
        pins--;
        inode.unpin();
    }

    /** Until {@link #unlock} no other task changes the names in this directory. */
    public void lock() {
        pin();
        inode.directoryLock().lock();
    }

    public void unlock() {
        inode.directoryLock().unlock();
        unpin();
    }

    /** As {@link #lock}, both. */
    public static void lock(Dentry one, Dentry other) {
        if (one.inode != other.inode) {
            one.inode.superBlock().renaming().lock();
        }
        one.lock();
        other.lock();
    }

    public static void unlock(Dentry one, Dentry other) {
        other.unlock();
        one.unlock();
        if (one.inode != other.inode) {
            one.inode.superBlock().renaming().unlock();
        }
    }

    /** The entry {@code name}; ENOENT. */
    public Dentry lookup(String childName) throws Errno {
        boolean cacheable = inode.superBlock().cacheable();
        if (cacheable && children != null) {
            Dentry known = children.get(childName);
            if (known != null) {
                return known;
            }
        }
        if (removed) {
            throw Errno.ENOENT;
        }
        lock();
        try {
            return ask(childName);
        } finally {
            unlock();
        }
    }

    /** What the file system has under that name. */
    private Dentry ask(String childName) throws Errno {
        boolean cacheable = inode.superBlock().cacheable();
        Dentry known = children == null ? null : children.get(childName);
        if (cacheable && known != null) {
            // Another task has asked while this one waited for the lock.
            return known;
        }
        try {
            return add(childName, inode.superBlock().fileSystem().lookup(inode.node(), childName));
        } catch (Errno e) {
            if (!cacheable && known != null && known.mounts == null && e == Errno.ENOENT) {
                known.remove();
            }
            throw e;
        }
    }

    /** As {@link #lookup}, but null if there is no such entry. */
    public Dentry find(String childName) throws Errno {
        try {
            return lookup(childName);
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** Notes that the file system has {@code entry} here. */
    public Dentry add(String childName, Entry entry) {
        SuperBlock superBlock = inode.superBlock();
        Inode found = superBlock.inode(entry);
        if (children == null) {
            children = new HashMap<>();
        }
        Dentry known = children.get(childName);
        if (known != null) {
            if (known.inode == found || known.mounts != null) {
                return known;
            }
            known.remove();
        }
        Dentry made = new Dentry(this, childName, found);
        found.named();
        children.put(childName, made);
        superBlock.cached(made);
        return made;
    }

    /** The entry {@code childName} is gone, if it was known. */
    public void forget(String childName) {
        Dentry known = children == null ? null : children.get(childName);
        if (known != null) {
            known.remove();
        }
    }

    /** The name is gone from its directory. */
    public void remove() {
        detach();
        removed = true;
    }

    private void detach() {
        if (!removed && !evicted && parent != null) {
            parent.children.remove(name, this);
            inode.unnamed();
        }
    }

    /** Drops it from the cache unless it is in use. */
    boolean evict() {
        if (removed || evicted) {
            return true;
        }
        if (pins > 0 || mounts != null || children != null && !children.isEmpty()) {
            return false;
        }
        detach();
        evicted = true;
        return true;
    }

    /** rename(2): the name is now another. What had that name must have been removed. */
    public void rename(Dentry newParent, String newName) {
        parent.children.remove(name, this);
        parent = newParent;
        name = newName;
        if (newParent.children == null) {
            newParent.children = new HashMap<>();
        }
        newParent.children.put(newName, this);
    }

    /** renameat2(2) with RENAME_EXCHANGE. */
    public static void exchange(Dentry a, Dentry b) {
        Dentry aParent = a.parent;
        String aName = a.name;
        a.parent.children.remove(a.name, a);
        a.parent = b.parent;
        a.name = b.name;
        a.parent.children.put(a.name, a);
        b.parent = aParent;
        b.name = aName;
        b.parent.children.put(b.name, b);
    }

    /** Whether this is {@code other} or above it. */
    public boolean contains(Dentry other) {
        for (Dentry at = other; at != null; at = at.parent) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    public boolean hasMounts() {
        return mounts != null;
    }

    /** The topmost mount here in {@code on}; null if none. */
    public Mount mountedOn(Mount on) {
        if (mounts != null) {
            for (Mount mount : mounts) {
                if (mount.parent() == on) {
                    return mount;
                }
            }
        }
        return null;
    }

    /** Everything mounted here, in whatever mount and namespace. */
    public List<Mount> mounts() {
        return mounts == null ? List.of() : List.copyOf(mounts);
    }

    void addMount(Mount mount) {
        if (mounts == null) {
            mounts = new ArrayList<>(1);
        }
        mounts.add(mount);
    }

    void removeMount(Mount mount) {
        mounts.remove(mount);
        if (mounts.isEmpty()) {
            mounts = null;
        }
    }
}

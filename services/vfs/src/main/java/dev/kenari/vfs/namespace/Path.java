package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.Stat;

/** A place in the tree that programs see. */
public record Path(Mount mount, Dentry dentry) {
    public Inode inode() {
        return dentry.inode();
    }

    /** Keeps the dentry, its inode and the mount in place. */
    public void pin() {
        mount.pin();
        dentry.pin();
    }

    public void unpin() {
        dentry.unpin();
        mount.unpin();
    }

    public Stat stat() throws Errno {
        Inode inode = dentry.inode();
        return new Stat(inode.attributes(), inode.superBlock().device(), mount.id(), dentry == mount.root());
    }

    public boolean sameAs(Path other) {
        return mount == other.mount && dentry == other.dentry;
    }
}

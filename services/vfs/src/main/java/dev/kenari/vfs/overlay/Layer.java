package dev.kenari.vfs.overlay;

import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** A directory that an overlay is made of, in a mount of the overlay's own that nobody sees. */
record Layer(Mount mount) {
    /** @param where the directory; it, and its file system, stay until {@link #close} */
    static Layer of(Path where, int mountId) {
        return new Layer(new Mount(mountId, where.inode().superBlock(), where.dentry(), "overlay", 0));
    }

    Dentry root() {
        return mount.root();
    }

    void close() {
        mount.dispose();
    }
}

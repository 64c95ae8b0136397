package dev.kenari.vfs.namespace;

/** Hears what happens to an inode, and to the files in it if it is a directory (inotify(7)). Must not sleep. */
public interface InodeWatcher {
    /**
     * @param events {@code IN_*}
     * @param cookie joins the two halves of a rename; else 0
     * @param name of the file in the directory; empty for the inode itself
     * @param removed whether the file has lost that name already
     */
    void happened(int events, int cookie, String name, boolean removed);

    /** The inode is gone, or its file system: the watcher is removed already. */
    void ended();
}

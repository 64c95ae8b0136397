package dev.kenari.vfs.file;

import dev.kenari.vfs.namespace.Path;

/** Working directory, root directory and umask, shared by clients that were cloned with CLONE_FS. */
public final class FsContext {
    private Path root;
    private Path workingDirectory;
    private int umask;
    private int references = 1;

    public FsContext(Path root, Path workingDirectory, int umask) {
        this.root = root;
        this.workingDirectory = workingDirectory;
        this.umask = umask;
        root.pin();
        workingDirectory.pin();
    }

    public void retain() {
        references++;
    }

    public void release() {
        if (--references == 0) {
            root.unpin();
            workingDirectory.unpin();
        }
    }

    public boolean isShared() {
        return references > 1;
    }

    public FsContext copy() {
        return new FsContext(root, workingDirectory, umask);
    }

    public Path root() {
        return root;
    }

    public Path workingDirectory() {
        return workingDirectory;
    }

    public void setRoot(Path path) {
        path.pin();
        root.unpin();
        root = path;
    }

    public void setWorkingDirectory(Path path) {
        path.pin();
        workingDirectory.unpin();
        workingDirectory = path;
    }

    public int umask() {
        return umask;
    }

    public void setUmask(int mask) {
        umask = mask;
    }
}

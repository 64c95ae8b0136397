package dev.kenari.vfs.namespace;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree of mounts that a group of processes sees (mount_namespaces(7)). It ends with the last that refers to it. */
public final class MountNamespace {
    private final Map<Integer, Mount> mounts = new LinkedHashMap<>();
    private Mount root;
    private Path file;
    private int references = 1;

    public Mount root() {
        return root;
    }

    /** The mount at the bottom of the tree is now this. */
    public void setRoot(Mount mount) {
        root = mount;
    }

    /** Where a process that comes here finds its root directory: what is mounted on the root. */
    public Path top() {
        Path top = root.rootPath();
        for (Mount above = top.dentry().mountedOn(root); above != null; above = top.dentry().mountedOn(top.mount())) {
            top = above.rootPath();
        }
        return top;
    }

    /** The mounts in the order in which they came. */
    public Collection<Mount> mounts() {
        return List.copyOf(mounts.values());
    }

    /** Whether something is mounted there that belongs to it. */
    public boolean uses(Dentry point) {
        return point.mounts().stream().anyMatch(mount -> mount.namespace() == this);
    }

    public int size() {
        return mounts.size();
    }

    /** What /proc/PID/ns/mnt leads to. */
    public Path file() {
        return file;
    }

    public void setFile(Path path) {
        file = path;
        path.inode().setSpecial(this);
    }

    public void retain() {
        references++;
    }

    /** @return whether nobody refers to it any more; its mounts are to be dissolved */
    public boolean release() {
        return --references == 0;
    }

    void add(Mount mount) {
        mounts.put(mount.id(), mount);
    }

    void remove(Mount mount) {
        mounts.remove(mount.id(), mount);
    }
}

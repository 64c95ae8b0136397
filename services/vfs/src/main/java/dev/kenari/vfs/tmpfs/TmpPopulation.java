package dev.kenari.vfs.tmpfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.util.HashMap;
import java.util.Map;

/** Fills a tmpfs. Entries of one directory tend to follow each other: the last directory is remembered. */
public final class TmpPopulation implements Population {
    private final TmpFs fs;
    private final Map<String, TmpNode> directories = new HashMap<>();
    private String lastPath = "";
    private TmpNode lastDirectory;

    public TmpPopulation(TmpFs fs) {
        this.fs = fs;
        this.lastDirectory = fs.rootNode();
        directories.put("", lastDirectory);
    }

    private TmpNode parent(String path) throws Errno {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            throw Errno.EINVAL;
        }
        if (slash != lastPath.length() || !path.startsWith(lastPath)) {
            String name = path.substring(0, slash);
            TmpNode found = directories.get(name);
            if (found == null) {
                throw Errno.ENOENT;
            }
            lastPath = name;
            lastDirectory = found;
        }
        return lastDirectory;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private TmpNode add(String path, int mode, int uid, int gid, long modified) throws Errno {
        TmpNode node = fs.newNode(mode, uid, gid, modified);
        enter(path, node);
        return node;
    }

    private void enter(String path, TmpNode node) throws Errno {
        TmpNode parent = parent(path);
        String name = name(path);
        long parentModified = parent.modified;
        TmpNode.Child old = parent.children.get(name);
        if (old != null) {
            if (old.node().isDirectory()) {
                throw Errno.EISDIR;
            }
            fs.remove(parent, name, old.node(), parentModified);
            fs.forget(old.node().id);
        }
        fs.enter(parent, name, node, parentModified);
    }

    @Override
    public void directory(String path, int mode, int uid, int gid, long modified) throws Errno {
        TmpNode node = path.equals("/") ? fs.rootNode() : directories.get(path);
        if (node == null) {
            node = add(path, FileMode.S_IFDIR | mode, uid, gid, modified);
            directories.put(path, node);
        }
        node.mode = FileMode.S_IFDIR | mode;
        node.uid = uid;
        node.gid = gid;
        node.modified = modified;
    }

    @Override
    public void file(
            String path, int mode, int uid, int gid, long modified, long size, ImageSource source, long offset)
            throws Errno {
        add(path, FileMode.S_IFREG | mode, uid, gid, modified).setSource(source, offset, size);
    }

    @Override
    public void file(String path, int mode, int uid, int gid, long modified, byte[] content) throws Errno {
        PhysicalMemory memory = fs.kernel().frames().memory();
        ImageSource source = (offset, frame, length) -> memory.write(frame, content, (int) offset, length);
        file(path, mode, uid, gid, modified, content.length, source, 0);
    }

    @Override
    public void symlink(String path, int uid, int gid, long modified, String target) throws Errno {
        add(path, FileMode.S_IFLNK | 0777, uid, gid, modified).target = target;
    }

    @Override
    public void link(String path, String existing) throws Errno {
        TmpNode.Child child = parent(existing).children.get(name(existing));
        if (child == null) {
            throw Errno.ENOENT;
        }
        if (child.node().isDirectory()) {
            throw Errno.EPERM;
        }
        child.node().links++;
        enter(path, child.node());
    }

    @Override
    public void special(String path, int mode, int uid, int gid, long modified, long device) throws Errno {
        add(path, mode, uid, gid, modified).rdev = device;
    }
}

package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.sync.Mutex;
import dev.kenari.machine.sync.LockRank;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.OpenNode;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Naming;
import dev.kenari.vfs.namespace.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * overlay: lower directories, which never change, seen through an upper one, which gets every change. A lower file is copied up when it is
 * opened for writing or its attributes change; a lower name is removed by a whiteout; a directory that replaces one is opaque.
 *
 * <p>As on Linux with its defaults, a directory that a lower layer has a part in can't be renamed (EXDEV; mv(1) copies), names of one
 * lower file part when one of them is copied up, and a mapping of a lower file goes on showing it. Changing a layer by another way
 * while it is in use gives no promises.
 */
public final class OverlayFileSystem implements FileSystem {
    private static final long MAGIC = 0x794c_7630;

    /** @param handle of the layer's file system */
    private record OpenLower(Inode inode, long handle) {}

    private final OverlayTree tree;
    private final Markers markers;
    private final Workspace workspace;
    private final OverlayNames names;
    private final Inode statusOf;
    private final String description;
    private final int depth;
    private final Mutex lock;
    private final Map<Long, OpenLower> open = new HashMap<>();
    private long nextHandle = 1;

    /**
     * @param workspace null if nothing can change
     * @param statusOf a file of the layer whose space it is
     * @param description options, for proc(5)
     * @param depth how many overlays lie on each other here
     */
    OverlayFileSystem(
            OverlayTree tree, Markers markers, Workspace workspace, Inode statusOf, String description, int depth) {
        this.tree = tree;
        this.markers = markers;
        this.workspace = workspace;
        this.names = new OverlayNames(tree, markers, workspace);
        this.statusOf = statusOf;
        this.description = description;
        this.depth = depth;
        this.lock = new Mutex(depth > 1 ? LockRank.OVERLAY_OF_OVERLAYS : LockRank.OVERLAY);
    }

    @FunctionalInterface
    private interface Change<T> {
        T apply() throws Errno;
    }

    private <T> T locked(Change<T> change) throws Errno {
        lock.lock();
        try {
            return change.apply();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(tree.root().id, "overlay", true, workspace == null, depth, FileSystemRoot.Access.CHECKED, description);
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        return attributes(tree.node(node));
    }

    private static Attributes attributes(OverlayNode node) throws Errno {
        Attributes a = node.real().attributes();
        return new Attributes(
                node.number,
                a.mode(),
                node.isMerged() ? 1 : a.links(),
                a.uid(),
                a.gid(),
                a.rdev(),
                a.size(),
                a.blocks(),
                a.blockSize(),
                a.accessed(),
                a.modified(),
                a.changed(),
                a.born());
    }

    private static Entry entry(OverlayNode node) throws Errno {
        return new Entry(node.id, attributes(node));
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        return locked(() -> entry(tree.lookup(tree.directory(directory), name)));
    }

    @Override
    public Attributes setAttributes(long id, AttributeChange change) throws Errno {
        OverlayNode node = tree.node(id);
        if (node.upper == null) {
            if (change.which() == AttributeChange.ACCESSED) {
                // That a lower file was read is noted nowhere.
                return attributes(node);
            }
            copyUp(node, true);
        }
        node.upper.inode().change(change);
        return attributes(node);
    }

    private void copyUp(OverlayNode node, boolean withContent) throws Errno {
        locked(() -> {
            tree.copyUp(node, withContent);
            return node;
        });
    }

    @Override
    public int prepareWriting(long id, boolean truncates) throws Errno {
        OverlayNode node = tree.node(id);
        copyUp(node, !truncates);
        return memoryObject(id);
    }

    @Override
    public Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        return locked(() -> entry(names.make(directory, name, mode, uid, gid, rdev, target)));
    }

    @Override
    public Entry makeUnnamed(int mode, int uid, int gid, long now) throws Errno {
        return locked(() -> entry(names.makeUnnamed(mode, uid, gid, now)));
    }

    @Override
    public Attributes link(long node, long directory, String name, long now) throws Errno {
        return locked(() -> attributes(names.link(node, directory, name)));
    }

    @Override
    public void unlink(long directory, String name, long now) throws Errno {
        locked(() -> names.remove(directory, name, false));
    }

    @Override
    public void rmdir(long directory, String name, long now) throws Errno {
        locked(() -> names.remove(directory, name, true));
    }

    @Override
    public void rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags, long now)
            throws Errno {
        locked(() -> names.rename(fromDirectory, fromName, toDirectory, toName, flags));
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        return tree.node(node).real().target();
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        return locked(() -> tree.list(tree.directory(node), cookie == 0).after(cookie, limit));
    }

    @Override
    public int memoryObject(long node) throws Errno {
        MemoryObject object = tree.node(node).real().object();
        return object == null ? 0 : object.id();
    }

    @Override
    public int mapping(long node) throws Errno {
        Inode real = tree.node(node).real();
        return real.superBlock().fileSystem().mapping(real.node());
    }

    @Override
    public OpenNode open(long node, int flags, int client, Credentials credentials) throws Errno {
        Inode real = tree.node(node).real();
        OpenNode opened = real.superBlock().fileSystem().open(real.node(), flags, client, credentials);
        long handle = nextHandle++;
        real.pin();
        open.put(handle, new OpenLower(real, opened.handle()));
        return new OpenNode(handle, opened.seekable(), opened.pollable(), opened.memoryObject(), opened.flushes());
    }

    @Override
    public void flush(long node, long handle) throws Errno {
        OpenLower opened = opened(handle);
        opened.inode.superBlock().fileSystem().flush(opened.inode.node(), opened.handle);
    }

    @Override
    public void release(long node, long handle) {
        OpenLower opened = open.remove(handle);
        if (opened != null) {
            opened.inode.superBlock().fileSystem().release(opened.inode.node(), opened.handle);
            opened.inode.unpin();
        }
    }

    private OpenLower opened(long handle) throws Errno {
        OpenLower opened = open.get(handle);
        if (opened == null) {
            throw Errno.EBADF;
        }
        return opened;
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) throws Errno {
        OpenLower opened = opened(handle);
        return opened.inode.superBlock().fileSystem().read(opened.inode.node(), opened.handle, offset, length);
    }

    private Inode upper(long node) throws Errno {
        OverlayNode found = tree.node(node);
        copyUp(found, true);
        return found.upper.inode();
    }

    @Override
    public void allocate(long node, int mode, long offset, long length, long now) throws Errno {
        Inode inode = upper(node);
        inode.superBlock().fileSystem().allocate(inode.node(), mode, offset, length, now);
        inode.refresh();
    }

    @Override
    public long nextData(long node, long offset) throws Errno {
        Inode real = tree.node(node).real();
        return real.superBlock().fileSystem().nextData(real.node(), offset);
    }

    @Override
    public long nextHole(long node, long offset) throws Errno {
        Inode real = tree.node(node).real();
        return real.superBlock().fileSystem().nextHole(real.node(), offset);
    }

    private void checkForeign(String attribute) throws Errno {
        if (markers.isOwn(attribute)) {
            throw Errno.EOPNOTSUPP;
        }
    }

    @Override
    public byte[] getExtendedAttribute(long node, String name) throws Errno {
        checkForeign(name);
        Inode real = tree.node(node).real();
        return real.superBlock().fileSystem().getExtendedAttribute(real.node(), name);
    }

    @Override
    public void setExtendedAttribute(long node, String name, byte[] value, int create) throws Errno {
        checkForeign(name);
        Inode inode = upper(node);
        inode.superBlock().fileSystem().setExtendedAttribute(inode.node(), name, value, create);
    }

    @Override
    public List<String> extendedAttributes(long node) throws Errno {
        return List.copyOf(markers.attributes(tree.node(node).real()));
    }

    @Override
    public void removeExtendedAttribute(long node, String name) throws Errno {
        getExtendedAttribute(node, name);
        Inode inode = upper(node);
        inode.superBlock().fileSystem().removeExtendedAttribute(inode.node(), name);
    }

    @Override
    public FileSystemStatus status() throws Errno {
        FileSystemStatus s = statusOf.superBlock().fileSystem().status();
        return new FileSystemStatus(
                MAGIC,
                s.blockSize(),
                s.blocks(),
                s.freeBlocks(),
                s.availableBlocks(),
                s.files(),
                s.freeFiles(),
                s.id(),
                s.nameLength(),
                s.fragmentSize(),
                s.flags());
    }

    @Override
    public void fsync(long id, boolean dataOnly) throws Errno {
        OverlayNode node = tree.node(id);
        if (node.upper != null) {
            Inode inode = node.upper.inode();
            inode.flush();
            inode.superBlock().fileSystem().fsync(inode.node(), dataOnly);
        }
    }

    @Override
    public void sync() throws Errno {
        if (workspace != null) {
            workspace.directory().inode().superBlock().sync();
        }
    }

    @Override
    public void unmount() {
        if (workspace != null) {
            workspace.close();
        }
        tree.close();
    }

    @Override
    public void forget(long node) {
        tree.forget(node);
    }
}

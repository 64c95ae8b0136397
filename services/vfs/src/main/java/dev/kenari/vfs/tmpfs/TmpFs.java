package dev.kenari.vfs.tmpfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.LinkTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** tmpfs(5). It has no size of its own: it may take memory while the kernel has frames to spare. */
public final class TmpFs implements FileSystem {
    private static final long MAGIC = 0x0102_1994;
    private static final int MAX_LINKS = 65_000;

    private final Kernel kernel;
    private final TmpBudget budget;
    private final String type;
    private final Map<Long, TmpNode> nodes = new HashMap<>();
    private final TmpNode root;
    private long nextId = 1;

    /**
     * @param type what it is called: {@code tmpfs}, {@code devtmpfs}
     * @param mode of the root directory
     */
    public TmpFs(Kernel kernel, TmpBudget budget, String type, int mode) {
        this.kernel = kernel;
        this.budget = budget;
        this.type = type;
        this.root = newNode(FileMode.S_IFDIR | mode, 0, 0, kernel.timers().realtime());
        root.parent = root;
    }

    /** mount(8)'s options {@code mode}, {@code uid} and {@code gid}; limits of size are accepted but bind no one. */
    public static TmpFs mount(Kernel kernel, TmpBudget budget, String options) throws Errno {
        TmpFs fs = new TmpFs(kernel, budget, "tmpfs", 01777);
        for (String option : options.isEmpty() ? new String[0] : options.split(",")) {
            int equals = option.indexOf('=');
            String value = option.substring(equals + 1);
            switch (equals < 0 ? option : option.substring(0, equals)) {
                case "mode" -> fs.root.mode = FileMode.S_IFDIR | number(value, 8) & FileMode.PERMISSIONS;
                case "uid" -> fs.root.uid = number(value, 10);
                case "gid" -> fs.root.gid = number(value, 10);
                case "size", "nr_blocks", "nr_inodes" -> {}
                default -> throw Errno.EINVAL;
            }
        }
        return fs;
    }

    private static int number(String text, int radix) throws Errno {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw Errno.EINVAL;
        }
    }

    Kernel kernel() {
        return kernel;
    }

    TmpNode rootNode() {
        return root;
    }

    TmpNode newNode(int mode, int uid, int gid, long now) {
        TmpNode node = new TmpNode(nextId++, mode, uid, gid, now);
        nodes.put(node.id, node);
        return node;
    }

    private TmpNode node(long id) throws Errno {
        TmpNode node = nodes.get(id);
        if (node == null) {
            throw Errno.ESTALE;
        }
        return node;
    }

    private TmpNode directory(long id) throws Errno {
        TmpNode node = node(id);
        if (!node.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        return node;
    }

    private static TmpNode child(TmpNode directory, String name) throws Errno {
        TmpNode.Child child = directory.children.get(name);
        if (child == null) {
            throw Errno.ENOENT;
        }
        return child.node();
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(root.id, type, true, false, "");
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        return node(node).attributes();
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        TmpNode found = child(directory(directory), name);
        return new Entry(found.id, found.attributes());
    }

    @Override
    public Attributes setAttributes(long id, AttributeChange change) throws Errno {
        TmpNode node = node(id);
        node.change(change);
        return node.attributes();
    }

    @Override
    public Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        TmpNode parent = directory(directory);
        checkRoom(parent, name);
        TmpNode made = newCharged(mode, uid, gid, target, now);
        made.rdev = rdev;
        made.target = target;
        enter(parent, name, made, now);
        return new Entry(made.id, made.attributes());
    }

    private TmpNode newCharged(int mode, int uid, int gid, String target, long now) throws Errno {
        long cost = TmpBudget.node(target);
        budget.take(cost);
        TmpNode made = newNode(mode, uid, gid, now);
        made.charged = cost;
        return made;
    }

    private static void checkRoom(TmpNode parent, String name) throws Errno {
        if (parent.links == 0) {
            throw Errno.ENOENT;
        }
        if (parent.children.containsKey(name)) {
            throw Errno.EEXIST;
        }
    }

    void enter(TmpNode parent, String name, TmpNode made, long now) {
        parent.put(name, made);
        parent.touch(now);
        if (made.isDirectory()) {
            made.parent = parent;
            parent.links++;
        }
    }

    @Override
    public Entry makeUnnamed(int mode, int uid, int gid, long now) throws Errno {
        TmpNode made = newCharged(mode, uid, gid, null, now);
        made.links = 0;
        return new Entry(made.id, made.attributes());
    }

    @Override
    public Attributes link(long id, long directory, String name, long now) throws Errno {
        TmpNode parent = directory(directory);
        TmpNode node = node(id);
        checkRoom(parent, name);
        if (node.links >= MAX_LINKS) {
            throw Errno.EMLINK;
        }
        node.links++;
        node.changed = now;
        enter(parent, name, node, now);
        return node.attributes();
    }

    @Override
    public void unlink(long directory, String name, long now) throws Errno {
        TmpNode parent = directory(directory);
        TmpNode gone = child(parent, name);
        if (gone.isDirectory()) {
            throw Errno.EISDIR;
        }
        remove(parent, name, gone, now);
    }

    @Override
    public void rmdir(long directory, String name, long now) throws Errno {
        TmpNode parent = directory(directory);
        TmpNode gone = child(parent, name);
        if (!gone.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        if (!gone.children.isEmpty()) {
            throw Errno.ENOTEMPTY;
        }
        remove(parent, name, gone, now);
    }

    void remove(TmpNode parent, String name, TmpNode gone, long now) {
        parent.children.remove(name);
        parent.touch(now);
        gone.changed = now;
        if (gone.isDirectory()) {
            gone.links = 0;
            parent.links--;
        } else {
            gone.links--;
        }
    }

    @Override
    public void rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags, long now)
            throws Errno {
        TmpNode from = directory(fromDirectory);
        TmpNode to = directory(toDirectory);
        TmpNode moved = child(from, fromName);
        if ((flags & Fcntl.RENAME_EXCHANGE) != 0) {
            TmpNode other = child(to, toName);
            replace(from, fromName, other, now);
            replace(to, toName, moved, now);
            return;
        }
        TmpNode.Child victim = to.children.get(toName);
        if (victim == null && to.links == 0) {
            throw Errno.ENOENT;
        }
        if (victim != null && (flags & Fcntl.RENAME_NOREPLACE) != 0) {
            throw Errno.EEXIST;
        }
        if (victim != null && victim.node().isDirectory() && !victim.node().children.isEmpty()) {
            throw Errno.ENOTEMPTY;
        }
        boolean leavesWhiteout = (flags & Fcntl.RENAME_WHITEOUT) != 0;
        TmpNode whiteout = leavesWhiteout ? newCharged(FileMode.S_IFCHR, 0, 0, null, now) : null;
        if (victim != null) {
            remove(to, toName, victim.node(), now);
        }
        from.children.remove(fromName);
        from.touch(now);
        if (moved.isDirectory()) {
            from.links--;
        }
        enter(to, toName, moved, now);
        moved.changed = now;
        if (whiteout != null) {
            enter(from, fromName, whiteout, now);
        }
    }

    private static void replace(TmpNode directory, String name, TmpNode by, long now) {
        TmpNode.Child old = directory.children.get(name);
        if (old.node().isDirectory()) {
            directory.links--;
        }
        if (by.isDirectory()) {
            directory.links++;
            by.parent = directory;
        }
        directory.children.replace(name, new TmpNode.Child(by, old.cookie()));
        directory.touch(now);
        by.changed = now;
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        String target = node(node).target;
        if (target == null) {
            throw Errno.EINVAL;
        }
        return LinkTarget.path(target);
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (var entry : directory(node).children.entrySet()) {
            TmpNode.Child child = entry.getValue();
            if (child.cookie() > cookie) {
                if (entries.size() == limit) {
                    break;
                }
                entries.add(new DirectoryEntry(
                        child.node().id,
                        child.cookie(),
                        FileMode.directoryEntryType(child.node().mode),
                        entry.getKey()));
            }
        }
        return entries;
    }

    @Override
    public int memoryObject(long id) throws Errno {
        TmpNode node = node(id);
        return FileMode.isRegular(node.mode) ? node.object(kernel.objects()).id() : 0;
    }

    @Override
    public byte[] getExtendedAttribute(long node, String name) throws Errno {
        byte[] value = node(node).extended().get(name);
        if (value == null) {
            throw Errno.ENODATA;
        }
        return value.clone();
    }

    @Override
    public void setExtendedAttribute(long id, String name, byte[] value, int create) throws Errno {
        TmpNode node = node(id);
        Map<String, byte[]> all = node.extended();
        boolean exists = all.containsKey(name);
        if (create == 1 && exists) {
            throw Errno.EEXIST;
        }
        if (create == 2 && !exists) {
            throw Errno.ENODATA;
        }
        charge(node, name.length() + value.length - (exists ? name.length() + all.get(name).length : 0));
        all.put(name, value.clone());
    }

    private void charge(TmpNode node, long bytes) throws Errno {
        budget.take(bytes);
        node.charged += bytes;
    }

    @Override
    public List<String> extendedAttributes(long node) throws Errno {
        return List.copyOf(node(node).extended().keySet());
    }

    @Override
    public void removeExtendedAttribute(long node, String name) throws Errno {
        byte[] gone = node(node).extended().remove(name);
        if (gone == null) {
            throw Errno.ENODATA;
        }
        charge(node(node), -name.length() - gone.length);
    }

    @Override
    public FileSystemStatus status() {
        long free = kernel.frames().free();
        return new FileSystemStatus(
                MAGIC,
                Frames.SIZE,
                kernel.frames().total(),
                free,
                free,
                budget.nodes(),
                budget.freeNodes(),
                0,
                255,
                Frames.SIZE,
                0);
    }

    @Override
    public void forget(long id) {
        TmpNode node = nodes.get(id);
        if (node != null && node.links == 0) {
            nodes.remove(id);
            free(node);
        }
    }

    private void free(TmpNode node) {
        budget.give(node.charged);
        node.charged = 0;
        node.free();
    }

    @Override
    public void unmount() {
        nodes.values().forEach(this::free);
        nodes.clear();
    }
}

package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The hash tree of a large directory (kernel documentation, "Hash Tree Directories"). */
final class DirectoryIndex {
    private static final int MAX_LEVELS = 1;
    private static final int MAX_LEVELS_LARGE = 2;

    /** A node on the way to a leaf, and the entry taken. */
    private record Step(IndexNode node, int index) {
        long block() {
            return node.block(index);
        }
    }

    private record Hashed(long hash, DirectoryBlock.Slot slot) {
        int major() {
            return (int) (hash >>> 32);
        }
    }

    private final Directory directory;
    private final Volume volume;

    DirectoryIndex(Directory directory) {
        this.directory = directory;
        this.volume = directory.volume;
    }

    private Errno corrupt(String what) {
        return volume.corrupt("directory " + directory.inode.number + ": " + what);
    }

    private int seed() {
        return directory.inode.seed(volume.seed());
    }

    private int maxLevels() {
        return volume.superblock().incompat(Superblock.INCOMPAT_LARGEDIR) ? MAX_LEVELS_LARGE : MAX_LEVELS;
    }

    private IndexNode node(long block) throws Errno {
        boolean root = block == 0;
        IndexNode node = new IndexNode(directory.buffer(block), root, directory.checksums());
        String purpose = "index of " + directory.inode.number + "/" + directory.inode.generation() + root;
        if (!node.buffer.checkedAs(purpose)) {
            if (!(root ? node.saneRoot(maxLevels()) : node.sane())) {
                throw corrupt("bad index block " + block);
            }
            if (directory.checksums() && !node.sealed(seed())) {
                throw volume.badChecksum("directory " + directory.inode.number + ": index block " + block);
            }
            node.buffer.setCheckedAs(purpose);
        }
        return node;
    }

    private DirectoryHash hash(IndexNode root) {
        return Directory.hash(volume.superblock(), root.hashVersion());
    }

    private List<Step> descend(IndexNode root, int hash) throws Errno {
        List<Step> path = new ArrayList<>();
        path.add(new Step(root, root.search(hash)));
        for (int level = 0; level < root.levels(); level++) {
            IndexNode node = node(nonZero(path.getLast().block()));
            path.add(new Step(node, node.search(hash)));
        }
        return path;
    }

    private long nonZero(long block) throws Errno {
        if (block == 0) {
            throw corrupt("the index leads back to its root");
        }
        return block;
    }

    private DirectoryBlock leaf(List<Step> path) throws Errno {
        return directory.leaf(nonZero(path.getLast().block()));
    }

    Directory.Name find(String name) throws Errno {
        IndexNode root = node(0);
        if (name.equals("..") || name.equals(".")) {
            return directory.parent();
        }
        int hash = (int) (hash(root).of(name) >>> 32);
        List<Step> path = descend(root, hash);
        while (path != null) {
            Directory.Name found = Directory.in(leaf(path), name);
            if (found != null) {
                return found;
            }
            path = next(path, hash);
        }
        return null;
    }

    /** The way to the next leaf if it goes on with the same hash; else null. */
    private List<Step> next(List<Step> path, int hash) throws Errno {
        int level = path.size() - 1;
        while (level >= 0 && path.get(level).index + 1 >= path.get(level).node.count()) {
            level--;
        }
        if (level < 0 || path.get(level).node.hash(path.get(level).index + 1) != (hash | 1)) {
            return null;
        }
        List<Step> way = new ArrayList<>(path.subList(0, level));
        way.add(new Step(path.get(level).node, path.get(level).index + 1));
        while (way.size() < path.size()) {
            way.add(new Step(node(nonZero(way.getLast().block())), 0));
        }
        return way;
    }

    /** The entries of block {@code index}; none if it is a node of the index. */
    List<DirectoryBlock.Slot> slots(long index) throws Errno {
        Buffer buffer = directory.buffer(index);
        boolean node = buffer.s32(0) == 0 && buffer.u16(4) == buffer.size();
        return node && isNode(index) ? List.of() : directory.leaf(index).slots();
    }

    private boolean isNode(long index) throws Errno {
        IndexNode root = node(0);
        return root.levels() > 0 && contains(root, root.levels(), index);
    }

    private boolean contains(IndexNode node, int levels, long block) throws Errno {
        for (int i = 0; i < node.count(); i++) {
            if (node.block(i) == block || levels > 1 && contains(node(nonZero(node.block(i))), levels - 1, block)) {
                return true;
            }
        }
        return false;
    }

    /** A directory of one block becomes an indexed one: its entries move to a second. */
    void create() throws Errno {
        DirectoryBlock first = directory.leaf(0);
        List<DirectoryBlock.Slot> moved = new ArrayList<>(first.slots());
        moved.removeIf(slot -> slot.name().equals(".") || slot.name().equals(".."));
        int parent = directory.parent().inode();
        DirectoryBlock second = directory.append();
        second.format(moved);
        directory.seal(second);
        volume.edit(directory.inode);
        directory.inode.setFlag(Ext4Inode.INDEXED, true);
        Buffer buffer = first.buffer;
        volume.cache().modify(buffer);
        DirectoryBlock plain = new DirectoryBlock(buffer, false, directory.types());
        plain.format(List.of(
                new DirectoryBlock.Slot(0, directory.inode.number, 2, "."),
                new DirectoryBlock.Slot(0, parent, 2, "..")));
        IndexNode root = new IndexNode(buffer, true, directory.checksums());
        int version = volume.superblock().defaultHash();
        root.formatRoot(version <= DirectoryHash.TEA ? version : DirectoryHash.HALF_MD4);
        root.set(0, 0, 1);
        root.setCount(1);
        // What it was checked as before it is no more.
        buffer.setCheckedAs("");
        seal(root);
    }

    void insert(String name, int target, int type) throws Errno {
        DirectoryHash hash = hash(node(0));
        int wanted = (int) (hash.of(name) >>> 32);
        while (true) {
            List<Step> path = descend(node(0), wanted);
            DirectoryBlock leaf = leaf(path);
            if (directory.insertInto(leaf, name, target, type)) {
                return;
            }
            if (!makeRoom(path)) {
                splitLeaf(path.getLast(), leaf, hash);
            }
        }
    }

    private void splitLeaf(Step step, DirectoryBlock leaf, DirectoryHash hash) throws Errno {
        List<Hashed> all = new ArrayList<>();
        int bytes = 0;
        for (DirectoryBlock.Slot slot : leaf.slots()) {
            all.add(new Hashed(hash.of(slot.name()), slot));
            bytes += DirectoryBlock.need(slot.name().length());
        }
        all.sort(Comparator.comparing(Hashed::hash, Long::compareUnsigned));
        int half = 0;
        for (int moved = 0; half < all.size() - 1 && moved < bytes / 2; half++) {
            moved += DirectoryBlock.need(all.get(half).slot.name().length());
        }
        if (half == 0) {
            // A leaf of one entry or none always has room for another, unless it is damaged.
            throw corrupt("a leaf can't be split");
        }
        boolean continued = all.get(half - 1).major() == all.get(half).major();
        long number = directory.blocks();
        DirectoryBlock right = directory.append();
        right.format(slots(all.subList(half, all.size())));
        directory.seal(right);
        volume.cache().modify(leaf.buffer);
        leaf.format(slots(all.subList(0, half)));
        directory.seal(leaf);
        volume.cache().modify(step.node.buffer);
        step.node.insert(step.index + 1, all.get(half).major() | (continued ? 1 : 0), number);
        seal(step.node);
    }

    private static List<DirectoryBlock.Slot> slots(List<Hashed> entries) {
        List<DirectoryBlock.Slot> slots = new ArrayList<>();
        for (Hashed entry : entries) {
            slots.add(entry.slot);
        }
        return slots;
    }

    /** If the node above the leaf is full: splits what is, or adds a level. Returns whether it did, and the way has changed. */
    private boolean makeRoom(List<Step> path) throws Errno {
        int level = path.size() - 1;
        if (!path.get(level).node.full()) {
            return false;
        }
        while (level > 0 && path.get(level - 1).node.full()) {
            level--;
        }
        if (level == 0) {
            grow(path.getFirst().node);
        } else {
            splitNode(path.get(level - 1), path.get(level).node);
        }
        return true;
    }

    private void grow(IndexNode root) throws Errno {
        if (root.levels() >= maxLevels()) {
            throw Errno.ENOSPC;
        }
        long number = directory.blocks();
        IndexNode child = newNode();
        volume.cache().modify(root.buffer);
        root.moveTail(0, child);
        root.set(0, 0, number);
        root.setCount(1);
        root.setLevels(root.levels() + 1);
        seal(child);
        seal(root);
    }

    private void splitNode(Step parent, IndexNode node) throws Errno {
        long number = directory.blocks();
        IndexNode right = newNode();
        int half = node.count() / 2;
        int hash = node.hash(half);
        volume.cache().modify(node.buffer);
        node.moveTail(half, right);
        volume.cache().modify(parent.node.buffer);
        parent.node.insert(parent.index + 1, hash, number);
        seal(right);
        seal(node);
        seal(parent.node);
    }

    private IndexNode newNode() throws Errno {
        IndexNode node = new IndexNode(directory.appendBuffer(), false, directory.checksums());
        node.formatNode();
        return node;
    }

    private void seal(IndexNode node) {
        if (directory.checksums()) {
            node.seal(seed());
        }
    }

    /** After a change of the entries before the index. */
    void sealRoot(Buffer buffer) {
        seal(new IndexNode(buffer, true, directory.checksums()));
    }
}

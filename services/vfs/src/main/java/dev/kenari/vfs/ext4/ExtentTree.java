package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import java.util.ArrayList;
import java.util.List;

/** Which blocks a file has: its extent tree, looked at and changed within one operation. */
final class ExtentTree {
    /** A node on the way down, and the entry taken; -1 before the first. */
    private record Step(ExtentNode node, int index) {}

    private final Volume volume;
    private final Ext4Inode inode;

    ExtentTree(Volume volume, Ext4Inode inode) {
        this.volume = volume;
        this.inode = inode;
    }

    /** An empty tree. */
    static void format(Ext4Inode inode) {
        inode.setFlag(Ext4Inode.EXTENTS, true);
        root(inode).format(0);
    }

    private static ExtentNode root(Ext4Inode inode) {
        return new ExtentNode(inode.buffer, inode.base + Ext4Inode.BLOCK, Ext4Inode.BLOCK_BYTES);
    }

    private List<Step> descend(long block) throws Errno {
        List<Step> path = new ArrayList<>();
        ExtentNode node = root(inode);
        if (!node.sane(-1, volume.superblock().blocks)) {
            throw volume.corrupt("inode " + inode.number + ": bad extent tree");
        }
        while (node.depth() > 0) {
            int index = Math.max(0, node.search(block));
            path.add(new Step(node, index));
            node = read(node.child(index), node.depth() - 1);
        }
        path.add(new Step(node, node.search(block)));
        return path;
    }

    private ExtentNode read(long block, int depth) throws Errno {
        Buffer buffer = volume.cache().read(block);
        ExtentNode node = ExtentNode.ofBlock(buffer);
        String purpose = "extents of " + inode.number + "/" + inode.generation();
        if (!buffer.checkedAs(purpose)) {
            if (!node.sane(depth, volume.superblock().blocks)) {
                throw volume.corrupt("inode " + inode.number + ": bad extent block " + block);
            }
            if (volume.superblock().checksums() && !node.sealed(inode.seed(volume.seed()))) {
                throw volume.badChecksum("inode " + inode.number + ": extent block " + block);
            }
            buffer.setCheckedAs(purpose);
        }
        if (node.depth() != depth) {
            throw volume.corrupt("inode " + inode.number + ": extent block " + block + " is used twice");
        }
        return node;
    }

    /** The extent that has {@code block}, or the hole from there to the next extent. */
    Extent find(long block) throws Errno {
        List<Step> path = descend(block);
        Step leaf = path.getLast();
        if (leaf.index >= 0) {
            Extent extent = leaf.node.extent(leaf.index);
            if (block < extent.end()) {
                return extent;
            }
        }
        return Extent.hole(block, Math.max(block + 1, nextKey(path)));
    }

    /** The key of what follows the path. */
    private static long nextKey(List<Step> path) {
        for (int level = path.size() - 1; level >= 0; level--) {
            Step step = path.get(level);
            if (step.index + 1 < step.node.entries()) {
                return step.node.key(step.index + 1);
            }
        }
        return Extent.END;
    }

    /** Adds an extent where a hole was. */
    void insert(Extent extent) throws Errno {
        List<Step> path = withRoom(extent.first(), 1);
        replace(path, path.getLast().index + 1, 0, List.of(extent));
    }

    /** Blocks {@code from} to {@code to}, which have an unwritten extent, have been written. */
    void markWritten(long from, long to) throws Errno {
        List<Step> path = withRoom(from, 2);
        Step leaf = path.getLast();
        Extent old = leaf.node.extent(leaf.index);
        replace(path, leaf.index, 1, pieces(old, from, to, old.part(from, to).written()));
    }

    /** Takes blocks {@code from} to {@code to} out and frees them; stops after {@code limit} extents and returns where. */
    long remove(long from, long to, int limit) throws Errno {
        long at = from;
        for (int done = 0; at < to; done++) {
            Extent extent = find(at);
            if (extent.isHole()) {
                at = extent.end();
                continue;
            }
            if (done == limit) {
                return at;
            }
            long end = Math.min(to, extent.end());
            List<Extent> left = pieces(extent, at, end, null);
            List<Step> path = left.size() == 2 ? withRoom(at, 1) : descend(at);
            replace(path, path.getLast().index, 1, left);
            volume.blocks().free(extent.locate(at), end - at);
            if (!FileMode.isRegular(inode.mode())) {
                for (long block = at; block < end; block++) {
                    volume.cache().forget(extent.locate(block));
                }
            }
            inode.addBlocks(at - end, volume.superblock().blockSize);
            at = end;
        }
        return to;
    }

    /** Everything from block {@code from} on moves by {@code distance} blocks; what it would move to is a hole. */
    void shift(long from, long distance) throws Errno {
        List<Extent> moved = new ArrayList<>();
        for (long at = from; at < Extent.END; ) {
            Extent extent = find(at);
            if (!extent.isHole()) {
                List<Step> path = descend(at);
                replace(path, path.getLast().index, 1, pieces(extent, at, extent.end(), null));
                moved.add(extent.part(at, extent.end()));
            }
            at = extent.end();
        }
        for (Extent extent : moved) {
            insert(extent.at(extent.first() + distance));
        }
    }

    private static List<Extent> pieces(Extent old, long from, long to, Extent middle) {
        List<Extent> pieces = new ArrayList<>();
        if (old.first() < from) {
            pieces.add(old.part(old.first(), from));
        }
        if (middle != null) {
            pieces.add(middle);
        }
        if (to < old.end()) {
            pieces.add(old.part(to, old.end()));
        }
        return pieces;
    }

    /** Puts {@code added}, joined with their neighbours where possible, where {@code removed} entries of the leaf were. */
    private void replace(List<Step> path, int index, int removed, List<Extent> added) throws Errno {
        volume.edit(inode);
        ExtentNode leaf = path.getLast().node;
        int from = Math.max(0, index - 1);
        int to = Math.min(leaf.entries(), index + removed + 1);
        List<Extent> all = new ArrayList<>();
        for (int i = from; i < index; i++) {
            append(all, leaf.extent(i));
        }
        added.forEach(extent -> append(all, extent));
        for (int i = index + removed; i < to; i++) {
            append(all, leaf.extent(i));
        }
        modify(leaf);
        leaf.shift(from, all.size() - (to - from));
        for (int i = 0; i < all.size(); i++) {
            leaf.setExtent(from + i, all.get(i));
        }
        seal(leaf);
        settle(path);
    }

    private static void append(List<Extent> all, Extent next) {
        if (!all.isEmpty() && all.getLast().continuedBy(next)) {
            all.set(all.size() - 1, all.getLast().joined(next));
        } else {
            all.add(next);
        }
    }

    /** After a change of the leaf: empty nodes go, keys above follow the first entry, and the tree is no larger than it need be. */
    private void settle(List<Step> path) throws Errno {
        for (int level = path.size() - 1; level > 0; level--) {
            ExtentNode node = path.get(level).node;
            Step above = path.get(level - 1);
            if (node.entries() == 0) {
                modify(above.node);
                above.node.shift(above.index, -1);
                free(node);
            } else if (above.node.key(above.index) != node.key(0)) {
                modify(above.node);
                above.node.setKey(above.index, node.key(0));
            } else {
                break;
            }
            if (level == 1 && above.node.entries() == 0) {
                above.node.setDepth(0);
            }
            seal(above.node);
        }
        if (path.size() > 1) {
            Step parent = path.get(path.size() - 2);
            joinWithNext(parent.node, parent.index);
            joinWithNext(parent.node, parent.index - 1);
            shorten(path.getFirst().node);
        }
    }

    /** A leaf and the next become one where that is at most half full, so that it isn't split again at once. */
    private void joinWithNext(ExtentNode parent, int index) throws Errno {
        if (index < 0 || index + 1 >= parent.entries()) {
            return;
        }
        ExtentNode left = read(parent.child(index), 0);
        ExtentNode right = read(parent.child(index + 1), 0);
        if (left.entries() + right.entries() > left.max() / 2) {
            return;
        }
        modify(left);
        modify(right);
        right.moveTail(0, left);
        seal(left);
        modify(parent);
        parent.shift(index + 1, -1);
        seal(parent);
        free(right);
    }

    /** The root takes in its only child where it then has room for one entry more, or it would grow again at once. */
    private void shorten(ExtentNode root) throws Errno {
        while (root.depth() > 0 && root.entries() == 1) {
            ExtentNode child = read(root.child(0), root.depth() - 1);
            if (child.entries() >= root.max()) {
                return;
            }
            modify(root);
            modify(child);
            root.setEntries(0);
            root.setDepth(child.depth());
            child.moveTail(0, root);
            free(child);
        }
    }

    private void free(ExtentNode node) throws Errno {
        volume.blocks().freeMetadata(node.buffer.block);
        inode.addBlocks(-1, volume.superblock().blockSize);
    }

    /** The way to {@code block}, where the leaf has room for {@code more} entries. */
    private List<Step> withRoom(long block, int more) throws Errno {
        List<Step> path = descend(block);
        while (path.getLast().node.entries() + more > path.getLast().node.max()) {
            int level = path.size() - 2;
            while (level >= 0 && path.get(level).node.full()) {
                level--;
            }
            if (level < 0) {
                grow(path.getFirst().node);
            } else {
                split(path.get(level), path.get(level + 1).node, block);
            }
            path = descend(block);
        }
        return path;
    }

    /** The root's entries move to a block of their own. */
    private void grow(ExtentNode root) throws Errno {
        if (root.depth() == ExtentNode.MAX_DEPTH) {
            throw Errno.EFBIG;
        }
        ExtentNode child = newNode(root.depth());
        modify(root);
        root.moveTail(0, child);
        root.setDepth(root.depth() + 1);
        root.setEntries(1);
        root.setChild(0, child.key(0), child.buffer.block);
        seal(child);
    }

    /** Half of a node's entries move to a new one; only the last if the node grows at its end. */
    private void split(Step parent, ExtentNode node, long block) throws Errno {
        boolean appending = block > node.key(node.entries() - 1);
        ExtentNode right = newNode(node.depth());
        modify(node);
        node.moveTail(appending ? node.entries() - 1 : node.entries() / 2, right);
        modify(parent.node);
        parent.node.shift(parent.index + 1, 1);
        parent.node.setChild(parent.index + 1, right.key(0), right.buffer.block);
        seal(right);
        seal(node);
        seal(parent.node);
    }

    private ExtentNode newNode(int depth) throws Errno {
        volume.edit(inode);
        Buffer buffer = volume.blocks().allocateMetadata(inode);
        inode.addBlocks(1, volume.superblock().blockSize);
        ExtentNode node = ExtentNode.ofBlock(buffer);
        node.format(depth);
        return node;
    }

    private void modify(ExtentNode node) {
        if (node.buffer == inode.buffer) {
            volume.edit(inode);
        } else {
            volume.cache().modify(node.buffer);
        }
    }

    private void seal(ExtentNode node) {
        if (node.buffer != inode.buffer && volume.superblock().checksums()) {
            node.seal(inode.seed(volume.seed()));
        }
    }
}

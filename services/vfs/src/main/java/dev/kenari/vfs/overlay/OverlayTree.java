package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.file.Listing;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of an overlay that the vfs knows, and how names lead from layers to them. Its callers hold the overlay's lock. */
final class OverlayTree {
    /** Inode numbers of several file systems are told apart in these bits (Linux's xino). */
    private static final int FILE_SYSTEM_SHIFT = 56;

    private static final int BATCH = 1024;
    private static final int DT_CHR = 2;
    private static final int DT_DIR = 4;

    private final Layer upper;
    private final List<Layer> lower;
    private final Markers markers;
    private final CopyUp copyUp;
    private final List<SuperBlock> superBlocks = new ArrayList<>();
    private final Map<Long, OverlayNode> nodes = new HashMap<>();
    private final Map<Inode, OverlayNode> byUpper = new HashMap<>();
    private final Map<Dentry, OverlayNode> byLower = new HashMap<>();
    /** Files that were copied up show the number that they had. */
    private final Map<Long, Long> origins = new HashMap<>();

    private final OverlayNode root;
    private long nextId = 1;

    /** @param upper null, as {@code copyUp} then, if nothing can change */
    OverlayTree(Layer upper, List<Layer> lower, Markers markers, CopyUp copyUp) {
        this.upper = upper;
        this.lower = lower;
        this.markers = markers;
        this.copyUp = copyUp;
        if (upper != null) {
            superBlocks.add(upper.mount().superBlock());
        }
        for (Layer layer : lower) {
            if (!superBlocks.contains(layer.mount().superBlock())) {
                superBlocks.add(layer.mount().superBlock());
            }
        }
        Dentry top = upper == null ? null : upper.root();
        if (top != null) {
            top.pin();
        }
        List<Dentry> others = lower.stream().map(Layer::root).toList();
        others.forEach(Dentry::pin);
        root = enter(new Found(top, others), null, "");
    }

    /** Dentries under one name, pinned. */
    private record Found(Dentry upper, List<Dentry> lower) {
        void release() {
            if (upper != null) {
                upper.unpin();
            }
            lower.forEach(Dentry::unpin);
        }

        boolean isDirectory() {
            return (upper != null ? upper : lower.getFirst()).inode().isDirectory();
        }
    }

    OverlayNode root() {
        return root;
    }

    /** @throws Errno ESTALE */
    OverlayNode node(long id) throws Errno {
        OverlayNode node = nodes.get(id);
        if (node == null) {
            throw Errno.ESTALE;
        }
        return node;
    }

    /** @throws Errno ENOTDIR */
    OverlayNode directory(long id) throws Errno {
        OverlayNode node = node(id);
        if (!node.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        return node;
    }

    /** @throws Errno ENOENT */
    OverlayNode lookup(OverlayNode directory, String name) throws Errno {
        Found found = find(directory, name);
        if (found == null) {
            throw Errno.ENOENT;
        }
        return enter(found, directory, name);
    }

    private Found find(OverlayNode directory, String name) throws Errno {
        Dentry top = null;
        List<Dentry> others = new ArrayList<>(1);
        boolean done = false;
        try {
            boolean below = true;
            if (directory.upper != null) {
                top = pinned(directory.upper.find(name));
                if (top != null && Markers.isWhiteout(top.inode())) {
                    return null;
                }
                below = top == null || top.inode().isDirectory() && !markers.isOpaque(top.inode());
            }
            if (below) {
                findBelow(directory, name, top == null, others);
            }
            done = top != null || !others.isEmpty();
            return done ? new Found(top, List.copyOf(others)) : null;
        } finally {
            if (!done) {
                new Found(top, others).release();
            }
        }
    }

    /** @param filesToo whether the first may be something else than a directory */
    private void findBelow(OverlayNode directory, String name, boolean filesToo, List<Dentry> into) throws Errno {
        for (Dentry layer : directory.lower) {
            Dentry found = layer.find(name);
            if (found == null) {
                continue;
            }
            Inode inode = found.inode();
            boolean fits = inode.isDirectory() || filesToo && into.isEmpty();
            if (!fits || Markers.isWhiteout(inode)) {
                return;
            }
            into.add(pinned(found));
            if (!inode.isDirectory() || markers.isOpaque(inode)) {
                return;
            }
        }
    }

    private static Dentry pinned(Dentry dentry) {
        if (dentry != null) {
            dentry.pin();
        }
        return dentry;
    }

    /** Whether a lower layer has the name, so that a whiteout is needed to hide it. */
    boolean existsBelow(OverlayNode directory, String name) throws Errno {
        List<Dentry> found = new ArrayList<>(1);
        try {
            findBelow(directory, name, true, found);
            return !found.isEmpty();
        } finally {
            found.forEach(Dentry::unpin);
        }
    }

    private OverlayNode enter(Found found, OverlayNode directory, String name) {
        OverlayNode known = found.upper != null
                ? byUpper.get(found.upper.inode())
                : byLower.get(found.lower.getFirst());
        if (known != null) {
            found.release();
            return known;
        }
        OverlayNode made = new OverlayNode(nextId++, found.upper, found.lower);
        made.number = number(found);
        made.place(directory, name);
        nodes.put(made.id, made);
        if (found.upper != null) {
            byUpper.put(found.upper.inode(), made);
        } else {
            byLower.put(found.lower.getFirst(), made);
        }
        return made;
    }

    /** Something new of the upper layer's. */
    OverlayNode enterNew(Dentry made, OverlayNode directory, String name) {
        made.pin();
        return enter(new Found(made, List.of()), directory, name);
    }

    private long number(Found found) {
        if (found.upper == null || found.isDirectory() && !found.lower.isEmpty()) {
            return number(found.lower.getFirst().inode());
        }
        long number = number(found.upper.inode());
        return origins.getOrDefault(number, number);
    }

    private long number(Inode inode) {
        return number(inode.superBlock(), inode.number());
    }

    private long number(SuperBlock superBlock, long inode) {
        int index = superBlocks.indexOf(superBlock);
        return inode >>> FILE_SYSTEM_SHIFT == 0 ? inode | (long) index << FILE_SYSTEM_SHIFT : inode;
    }

    /** The entries of a directory, read anew if they may have changed or {@code anew}. */
    Listing list(OverlayNode directory, boolean anew) throws Errno {
        if (directory.listing == null) {
            directory.listing = new Listing();
        }
        if (anew || directory.listing.isStale()) {
            directory.listing.replace(merge(directory));
        }
        return directory.listing;
    }

    private Map<String, DirectoryEntry> merge(OverlayNode directory) throws Errno {
        Map<String, DirectoryEntry> found = new LinkedHashMap<>();
        Set<String> hidden = new HashSet<>();
        if (directory.upper != null) {
            merge(directory, directory.upper, found, hidden);
        }
        for (Dentry layer : directory.lower) {
            merge(directory, layer, found, hidden);
        }
        return found;
    }

    private void merge(OverlayNode directory, Dentry layer, Map<String, DirectoryEntry> found, Set<String> hidden)
            throws Errno {
        SuperBlock superBlock = layer.inode().superBlock();
        long cookie = 0;
        while (true) {
            List<DirectoryEntry> some = superBlock.fileSystem().readDirectory(layer.inode().node(), cookie, BATCH);
            if (some.isEmpty()) {
                return;
            }
            for (DirectoryEntry entry : some) {
                cookie = entry.cookie();
                String name = entry.name();
                if (found.containsKey(name) || hidden.contains(name)) {
                    continue;
                }
                if (entry.type() == DT_CHR && isWhiteout(layer.find(name))) {
                    hidden.add(name);
                } else {
                    found.put(name, new DirectoryEntry(number(directory, layer, entry), 0, entry.type(), name));
                }
            }
        }
    }

    private static boolean isWhiteout(Dentry dentry) {
        return dentry != null && Markers.isWhiteout(dentry.inode());
    }

    private long number(OverlayNode directory, Dentry layer, DirectoryEntry entry) throws Errno {
        long number = number(layer.inode().superBlock(), entry.inode());
        if (layer != directory.upper) {
            return number;
        }
        if (entry.type() != DT_DIR || directory.lower.isEmpty()) {
            return origins.getOrDefault(number, number);
        }
        Found found = find(directory, entry.name());
        if (found == null) {
            return number;
        }
        found.release();
        return number(found);
    }

    /** From now on the upper layer has the file, and all directories above it. @param withContent as {@link CopyUp#copy} */
    void copyUp(OverlayNode node, boolean withContent) throws Errno {
        if (node.upper != null) {
            return;
        }
        if (copyUp == null) {
            throw Errno.EROFS;
        }
        if (node.parent != null) {
            copyUp(node.parent, true);
        }
        Dentry from = node.lower.getFirst();
        Dentry directory = node.parent == null ? null : node.parent.upper;
        Dentry copy = copyUp.copy(from, mountOf(from), directory, node.name, withContent);
        byLower.remove(from, node);
        node.setUpper(copy);
        byUpper.put(copy.inode(), node);
        if (node.isDirectory()) {
            return;
        }
        long number = number(copy.inode());
        if (from.inode().links() == 1) {
            origins.put(number, node.number);
        } else {
            // Each of several names gets a copy of its own: they can't all keep the number.
            node.number = number;
        }
        node.dropLower();
    }

    private Mount mountOf(Dentry dentry) {
        for (Layer layer : lower) {
            if (layer.mount().superBlock() == dentry.inode().superBlock()) {
                return layer.mount();
            }
        }
        throw new IllegalStateException("a dentry of no layer");
    }

    void forget(long id) {
        OverlayNode node = nodes.get(id);
        if (node == null || node == root) {
            return;
        }
        nodes.remove(id);
        if (node.upper != null) {
            byUpper.remove(node.upper.inode(), node);
            if (node.upper.inode().links() == 0) {
                origins.remove(number(node.upper.inode()));
            }
        } else {
            byLower.remove(node.lower.getFirst(), node);
        }
        node.close();
    }

    void close() {
        nodes.values().forEach(OverlayNode::close);
        nodes.clear();
        lower.forEach(Layer::close);
        if (upper != null) {
            upper.close();
        }
    }
}

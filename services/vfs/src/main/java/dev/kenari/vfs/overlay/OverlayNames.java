package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Naming;

/** Names of an overlay that come, go and move, by changes of the upper layer alone. Its callers hold the overlay's lock. */
final class OverlayNames {
    private final OverlayTree tree;
    private final Markers markers;
    private final Workspace workspace;

    OverlayNames(OverlayTree tree, Markers markers, Workspace workspace) {
        this.tree = tree;
        this.markers = markers;
        this.workspace = workspace;
    }

    /** A directory that is to change, in the upper layer. */
    private OverlayNode changed(long id) throws Errno {
        OverlayNode directory = tree.directory(id);
        tree.copyUp(directory, true);
        if (directory.listing != null) {
            directory.listing.invalidate();
        }
        return directory;
    }

    /** What hides a name that is to come; null if nothing does. */
    private static Dentry whiteout(OverlayNode directory, String name) throws Errno {
        Dentry found = directory.upper.find(name);
        if (found != null && !Markers.isWhiteout(found.inode())) {
            throw Errno.EEXIST;
        }
        return found;
    }

    OverlayNode make(long directory, String name, int mode, int uid, int gid, long rdev, String target) throws Errno {
        if (FileMode.type(mode) == FileMode.S_IFCHR && rdev == 0) {
            // It would be a whiteout.
            throw Errno.EPERM;
        }
        OverlayNode parent = changed(directory);
        Dentry hiding = whiteout(parent, name);
        Dentry made;
        if (hiding == null) {
            made = Naming.make(parent.upper, name, mode, uid, gid, rdev, target);
        } else {
            made = workspace.make(mode, uid, gid, rdev, target);
            if (FileMode.isDirectory(mode)) {
                markers.setOpaque(made.inode());
            }
            workspace.publish(made, parent.upper, name, hiding);
        }
        return tree.enterNew(made, parent, name);
    }

    OverlayNode makeUnnamed(int mode, int uid, int gid, long now) throws Errno {
        var superBlock = workspace.directory().inode().superBlock();
        Inode made = superBlock.inode(superBlock.fileSystem().makeUnnamed(mode, uid, gid, now));
        return tree.enterNew(Dentry.unnamed(null, "#", made), null, null);
    }

    OverlayNode link(long id, long directory, String name) throws Errno {
        OverlayNode node = tree.node(id);
        tree.copyUp(node, true);
        OverlayNode parent = changed(directory);
        Dentry hiding = whiteout(parent, name);
        Inode inode = node.upper.inode();
        Dentry made;
        if (hiding == null) {
            made = Naming.link(inode, parent.upper, name);
        } else {
            made = Naming.link(inode, workspace.directory(), workspace.newName());
            workspace.publish(made, parent.upper, name, hiding);
        }
        if (node.parent == null) {
            made.pin();
            node.setUpper(made);
            node.place(parent, name);
        }
        return node;
    }

    /** Returns what has lost its name. */
    OverlayNode remove(long directory, String name, boolean isDirectory) throws Errno {
        OverlayNode victim = tree.lookup(tree.directory(directory), name);
        if (victim.isDirectory() != isDirectory) {
            throw isDirectory ? Errno.ENOTDIR : Errno.EISDIR;
        }
        if (isDirectory) {
            checkEmpty(victim);
        }
        OverlayNode parent = changed(directory);
        Dentry before = parent.upper.find(name);
        if (tree.existsBelow(parent, name)) {
            workspace.whiteOut(parent.upper, name, before);
        } else {
            Workspace.discard(before);
        }
        if (victim.parent == parent && name.equals(victim.name)) {
            victim.unlinked();
        }
        return victim;
    }

    private void checkEmpty(OverlayNode directory) throws Errno {
        if (!tree.list(directory, true).isEmpty()) {
            throw Errno.ENOTEMPTY;
        }
    }

    /** Returns what has got another name. */
    OverlayNode rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags) throws Errno {
        if ((flags & ~(Fcntl.RENAME_NOREPLACE | Fcntl.RENAME_EXCHANGE)) != 0) {
            throw Errno.EINVAL;
        }
        boolean exchange = (flags & Fcntl.RENAME_EXCHANGE) != 0;
        OverlayNode from = tree.directory(fromDirectory);
        OverlayNode to = tree.directory(toDirectory);
        OverlayNode source = movable(tree.lookup(from, fromName));
        OverlayNode target = existing(to, toName);
        if (target != null && (flags & Fcntl.RENAME_NOREPLACE) != 0) {
            throw Errno.EEXIST;
        }
        if (exchange) {
            movable(target);
            tree.copyUp(target, true);
        } else if (target != null && target.isDirectory()) {
            checkEmpty(target);
        }
        tree.copyUp(source, true);
        changed(fromDirectory);
        changed(toDirectory);
        if (exchange) {
            exchange(source, from, fromName, target, to, toName);
        } else {
            move(source, from, fromName, target, to, toName);
        }
        return source;
    }

    private OverlayNode existing(OverlayNode directory, String name) throws Errno {
        try {
            return tree.lookup(directory, name);
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private static OverlayNode movable(OverlayNode node) throws Errno {
        if (node == null) {
            throw Errno.ENOENT;
        }
        if (node.isDirectory() && !node.isPureUpper()) {
            throw Errno.EXDEV;
        }
        return node;
    }

    /** A directory that comes to where lower layers have the name too must hide what they have. */
    private void hideBelow(OverlayNode moved, OverlayNode directory, String name) throws Errno {
        if (moved.isDirectory() && tree.existsBelow(directory, name)) {
            markers.setOpaque(moved.upper.inode());
        }
    }

    private void move(
            OverlayNode source, OverlayNode from, String fromName, OverlayNode target, OverlayNode to, String toName)
            throws Errno {
        hideBelow(source, to, toName);
        Dentry moved = from.upper.find(fromName);
        Dentry before = to.upper.find(toName);
        if (target != null && target.isDirectory() && before != null) {
            before = workspace.replaceByEmpty(before);
        }
        boolean leavesWhiteout = tree.existsBelow(from, fromName);
        boolean swap = before != null
                && Markers.isWhiteout(before.inode())
                && (leavesWhiteout || source.isDirectory());
        int flags = swap ? Fcntl.RENAME_EXCHANGE : leavesWhiteout ? Fcntl.RENAME_WHITEOUT : 0;
        Naming.rename(moved, to.upper, toName, before, flags);
        if (swap && !leavesWhiteout) {
            Naming.remove(before);
        }
        if (target != null) {
            target.unlinked();
        }
        source.place(to, toName);
    }

    private void exchange(
            OverlayNode source, OverlayNode from, String fromName, OverlayNode target, OverlayNode to, String toName)
            throws Errno {
        hideBelow(source, to, toName);
        hideBelow(target, from, fromName);
        Naming.rename(from.upper.find(fromName), to.upper, toName, to.upper.find(toName), Fcntl.RENAME_EXCHANGE);
        source.place(to, toName);
        target.place(from, fromName);
    }
}

package dev.kenari.vfs.overlay;

import dev.kenari.vfs.file.Listing;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import java.util.List;

/** A file of an overlay: what its layers have under its name. It keeps their dentries in place. */
final class OverlayNode {
    final long id;
    /** What stat(2) shows; stays when the file is copied up. */
    long number;
    /** Null until something is changed. */
    Dentry upper;
    /** Of a directory all that are merged, topmost first; of another file at most one, and none once it is copied up. */
    List<Dentry> lower;
    /** Where it is; null for the root and for what has no name any more. */
    OverlayNode parent;

    String name;
    /** Of a directory, once it was listed. */
    Listing listing;

    OverlayNode(long id, Dentry upper, List<Dentry> lower) {
        this.id = id;
        this.upper = upper;
        this.lower = lower;
    }

    /** What it looks like. */
    Inode real() {
        return upper != null ? upper.inode() : lower.getFirst().inode();
    }

    boolean isDirectory() {
        return real().isDirectory();
    }

    /** Whether several directories are seen in it. */
    boolean isMerged() {
        return isDirectory() && (upper == null ? 0 : 1) + lower.size() > 1;
    }

    /** Whether the upper layer has all of it. */
    boolean isPureUpper() {
        return upper != null && lower.isEmpty();
    }

    void place(OverlayNode directory, String newName) {
        parent = directory;
        name = newName;
    }

    void unlinked() {
        parent = null;
        name = null;
    }

    /** Takes over the caller's pin. */
    void setUpper(Dentry copy) {
        if (upper != null) {
            upper.unpin();
        }
        upper = copy;
    }

    void dropLower() {
        lower.forEach(Dentry::unpin);
        lower = List.of();
    }

    void close() {
        if (upper != null) {
            upper.unpin();
        }
        dropLower();
    }
}

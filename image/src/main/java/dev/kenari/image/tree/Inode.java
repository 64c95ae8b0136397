package dev.kenari.image.tree;

import dev.kenari.image.EntryType;
import java.util.Map;
import java.util.TreeMap;

/** A file being staged; two names of one inode are hard links. */
public final class Inode {
    final EntryType type;
    int mode;
    int uid;
    int gid;
    long mtimeNanos;
    long size;
    long offset;
    String linkTarget = "";
    int major;
    int minor;

    /** Null but for a directory. Sorted, so that equal trees give equal indexes. */
    final Map<String, Inode> children;

    Inode(EntryType type, Attributes attributes) {
        this.type = type;
        this.children = type == EntryType.DIRECTORY ? new TreeMap<>() : null;
        set(attributes);
    }

    void set(Attributes attributes) {
        mode = attributes.mode() & 07777;
        uid = attributes.uid();
        gid = attributes.gid();
        mtimeNanos = attributes.mtimeNanos();
    }

    /** What the file is. */
    public EntryType type() {
        return type;
    }

    /** Bytes of content. */
    public long size() {
        return size;
    }

    /** Its attributes now. */
    public Attributes attributes() {
        return new Attributes(mode, uid, gid, mtimeNanos);
    }

    /** A symbolic link's text, else empty. */
    public String linkTarget() {
        return linkTarget;
    }
}

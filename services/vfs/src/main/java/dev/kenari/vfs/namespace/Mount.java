package dev.kenari.vfs.namespace;

import java.util.ArrayList;
import java.util.List;

/** A superblock's tree, or a part of it, attached at a place (mount(2)). */
public final class Mount {
    /** MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_NOATIME, MS_NODIRATIME, MS_STRICTATIME: kept per mount. */
    public static final int RDONLY = 1;

    public static final int NOSUID = 2;
    public static final int NODEV = 4;
    public static final int NOEXEC = 8;
    public static final int NOATIME = 0x400;
    public static final int NODIRATIME = 0x800;
    public static final int STRICTATIME = 0x100_0000;
    public static final int KEPT = RDONLY | NOSUID | NODEV | NOEXEC | NOATIME | NODIRATIME | STRICTATIME;

    private final int id;
    private final SuperBlock superBlock;
    private final Dentry root;
    private final String source;
    private final List<Mount> children = new ArrayList<>();
    private Mount parent;
    private Dentry point;
    private int flags;
    private int pins;

    public Mount(int id, SuperBlock superBlock, Dentry root, String source, int flags) {
        this.id = id;
        this.superBlock = superBlock;
        this.root = root;
        this.source = source;
        this.flags = flags;
        root.pin();
        superBlock.mounted();
    }

    public int id() {
        return id;
    }

    public SuperBlock superBlock() {
        return superBlock;
    }

    public Dentry root() {
        return root;
    }

    public Path rootPath() {
        return new Path(this, root);
    }

    public String source() {
        return source;
    }

    /** Null for the root mount and for what is detached. */
    public Mount parent() {
        return parent;
    }

    /** Where it is mounted, in {@link #parent}. */
    public Dentry point() {
        return point;
    }

    public List<Mount> children() {
        return children;
    }

    public int flags() {
        return flags;
    }

    public void setFlags(int flags) {
        this.flags = flags;
    }

    public boolean readOnly() {
        return (flags & RDONLY) != 0 || superBlock.readOnly();
    }

    /** Puts it on top of {@code where}. */
    public void attach(Path where) {
        parent = where.mount();
        point = where.dentry();
        parent.children.add(this);
        point.addMount(this);
        point.pin();
    }

    public void detach() {
        point.removeMount(this);
        point.unpin();
        parent.children.remove(this);
        parent = null;
        point = null;
    }

    /** Whether something open, a working directory or a root lies in it. */
    public boolean busy() {
        return pins > 0;
    }

    void pin() {
        pins++;
    }

    void unpin() {
        pins--;
    }

    /** The mount is gone for good. */
    public void dispose() {
        superBlock.unmounted();
        root.unpin();
    }

    /** As proc_pid_mountinfo(5) lists them. */
    public String options() {
        StringBuilder text = new StringBuilder((flags & RDONLY) != 0 ? "ro" : "rw");
        option(text, NOSUID, ",nosuid");
        option(text, NODEV, ",nodev");
        option(text, NOEXEC, ",noexec");
        option(text, NOATIME, ",noatime");
        option(text, NODIRATIME, ",nodiratime");
        if ((flags & (NOATIME | STRICTATIME)) == 0) {
            text.append(",relatime");
        }
        return text.toString();
    }

    private void option(StringBuilder text, int flag, String name) {
        if ((flags & flag) != 0) {
            text.append(name);
        }
    }
}

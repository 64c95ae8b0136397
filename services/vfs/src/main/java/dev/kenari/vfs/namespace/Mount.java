package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
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
    private MountNamespace namespace;
    private PeerGroup group;
    private PeerGroup master;
    private boolean unbindable;
    private boolean expiring;
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

    /** The mount and all below it, parents first. */
    public List<Mount> tree() {
        List<Mount> all = new ArrayList<>();
        all.add(this);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).children);
        }
        return all;
    }

    /** Whether it is {@code other} or other lies below it. */
    public boolean isAbove(Mount other) {
        Mount at = other;
        while (at != null && at != this) {
            at = at.parent;
        }
        return at == this;
    }

    /** Null for what is attached nowhere. */
    public MountNamespace namespace() {
        return namespace;
    }

    /** Belongs to that namespace from now on; null: to none. */
    public void enter(MountNamespace where) {
        if (namespace != null) {
            namespace.remove(this);
        }
        namespace = where;
        if (where != null) {
            where.add(this);
        }
    }

    /** Its peers, itself among them; null unless it is shared. */
    PeerGroup group() {
        return group;
    }

    public boolean shared() {
        return group != null;
    }

    void join(PeerGroup peers) {
        if (group != null) {
            group.peers().remove(this);
        }
        group = peers;
        if (peers != null) {
            peers.peers().add(this);
        }
    }

    /** Whom it receives from as a slave; null if nobody. */
    PeerGroup master() {
        return master;
    }

    void serve(PeerGroup peers) {
        if (master != null) {
            master.slaves().remove(this);
        }
        master = peers;
        if (peers != null) {
            peers.slaves().add(this);
        }
    }

    public boolean unbindable() {
        return unbindable;
    }

    void setUnbindable(boolean value) {
        unbindable = value;
    }

    /** The optional fields of proc_pid_mountinfo(5), each followed by a space, as who has that root directory sees it. */
    public String propagation(Path seenFrom) throws Errno {
        StringBuilder text = new StringBuilder();
        if (group != null) {
            text.append("shared:").append(group.id()).append(' ');
        }
        if (master != null) {
            text.append("master:").append(master.id()).append(' ');
            int dominating = dominating(seenFrom);
            if (dominating != 0 && dominating != master.id()) {
                text.append("propagate_from:").append(dominating).append(' ');
            }
        }
        return unbindable ? text.append("unbindable ").toString() : text.toString();
    }

    /** The nearest group above it that has a peer below the root; 0 if none. */
    private int dominating(Path seenFrom) throws Errno {
        PeerGroup at = master;
        while (at != null) {
            for (Mount peer : at.peers()) {
                if (peer.namespace == seenFrom.mount().namespace
                        && PathName.reachable(peer.rootPath(), seenFrom) != null) {
                    return at.id();
                }
            }
            at = at.peers().isEmpty() ? null : at.peers().getFirst().master;
        }
        return 0;
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

    /** MNT_EXPIRE: marks it. @return whether it was marked already and not used since */
    public boolean expire() {
        boolean before = expiring;
        expiring = true;
        return before;
    }

    void pin() {
        pins++;
        expiring = false;
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

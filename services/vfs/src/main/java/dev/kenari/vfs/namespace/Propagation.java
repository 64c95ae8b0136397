package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Attaching, copying and removing trees of mounts, and how that propagates (mount_namespaces(7), "Shared subtrees"). Peers of the
 * mount below and, through them, slaves receive a copy of what is attached to it and lose what is removed from it.
 */
public final class Propagation {
    /** What a copy is to its original. */
    private enum Kinship {
        /** A peer if the original is shared, and a slave of the same master. */
        PEER,
        SLAVE,
        SHARED_SLAVE
    }

    /** fs.mount-max, but lower. */
    private static final int MAX_MOUNTS = 10_000;

    private final IntSupplier mountIds;
    private final BitSet groupIds = new BitSet();

    /** @param mountIds numbers for new mounts */
    public Propagation(IntSupplier mountIds) {
        this.mountIds = mountIds;
        groupIds.set(0);
    }

    /** MS_SHARED. */
    public void makeShared(Mount mount) {
        if (mount.group() == null) {
            int id = groupIds.nextClearBit(0);
            groupIds.set(id);
            mount.join(new PeerGroup(id));
        }
        mount.setUnbindable(false);
    }

    /** MS_SLAVE: a shared mount only receives from then on; without peers it is private, or stays its master's slave. */
    public void makeSlave(Mount mount) {
        PeerGroup group = mount.group();
        if (group != null) {
            leave(mount);
            if (!group.peers().isEmpty()) {
                mount.serve(group);
            }
        }
    }

    /** MS_PRIVATE, or MS_UNBINDABLE. */
    public void makePrivate(Mount mount, boolean unbindable) {
        leave(mount);
        mount.serve(null);
        mount.setUnbindable(unbindable);
    }

    /** Leaves its peers. The slaves of a group that is no more get its master. */
    private void leave(Mount mount) {
        PeerGroup group = mount.group();
        if (group == null) {
            return;
        }
        mount.join(null);
        if (group.peers().isEmpty()) {
            for (Mount slave : List.copyOf(group.slaves())) {
                slave.serve(mount.master());
            }
            groupIds.clear(group.id());
        }
    }

    /** MS_BIND: a copy of the mount with {@code from} as its root, not attached yet; with MS_REC of those below as well. */
    public Mount copy(Path from, boolean recursive) throws Errno {
        return recursive
                ? copyTree(from.mount(), from.dentry(), Kinship.PEER, mount -> !mount.unbindable(), new LinkedHashMap<>())
                : copy(from.mount(), from.dentry(), Kinship.PEER);
    }

    /** CLONE_NEWNS: every mount again. @param copies receives which mount is whose copy */
    public MountNamespace copy(MountNamespace from, Map<Mount, Mount> copies) throws Errno {
        MountNamespace made = new MountNamespace();
        Mount root = copyTree(from.root(), from.root().root(), Kinship.PEER, mount -> true, copies);
        made.setRoot(root);
        from.mounts().forEach(mount -> copies.get(mount).enter(made));
        return made;
    }

    private Mount copy(Mount original, Dentry root, Kinship kinship) {
        Mount made = new Mount(
                mountIds.getAsInt(), original.superBlock(), root, original.source(), original.flags());
        switch (kinship) {
            case PEER -> {
                made.join(original.group());
                made.serve(original.master());
                made.setUnbindable(original.unbindable());
            }
            case SLAVE -> made.serve(original.group());
            case SHARED_SLAVE -> {
                made.serve(original.group());
                makeShared(made);
            }
        }
        return made;
    }

    private Mount copyTree(
            Mount original, Dentry root, Kinship kinship, Predicate<Mount> wanted, Map<Mount, Mount> copies)
            throws Errno {
        Mount made = copy(original, root, kinship);
        copies.put(original, made);
        boolean done = false;
        try {
            if (copies.size() > MAX_MOUNTS) {
                throw Errno.ENOSPC;
            }
            for (Mount child : List.copyOf(original.children())) {
                if (root.contains(child.point()) && wanted.test(child)) {
                    Mount copy = copyTree(child, child.root(), kinship, wanted, copies);
                    copy.attach(new Path(made, child.point()));
                }
            }
            done = true;
        } finally {
            if (!done) {
                discard(made);
            }
        }
        return made;
    }

    /** Of a tree that is attached nowhere. */
    public void discard(Mount tree) {
        for (Mount mount : tree.tree()) {
            makePrivate(mount, false);
            if (mount.parent() != null) {
                mount.detach();
            }
            mount.dispose();
        }
    }

    /** Puts a tree on top of {@code where}, and copies of it wherever that propagates to. ENOSPC: too many mounts. */
    public void attach(Mount tree, Path where) throws Errno {
        Map<Mount, Mount> received = new LinkedHashMap<>();
        List<Mount> shared = new ArrayList<>();
        boolean done = false;
        try {
            Mount parent = where.mount();
            if (parent.group() != null) {
                for (Mount mount : tree.tree()) {
                    if (mount.group() == null) {
                        makeShared(mount);
                        shared.add(mount);
                    }
                }
                propagate(tree, parent.group(), parent, where.dentry(), received);
            }
            received.put(tree, parent);
            checkRoom(tree.tree().size(), received.values());
            done = true;
        } finally {
            if (!done) {
                received.keySet().stream().filter(copy -> copy != tree).forEach(this::discard);
                shared.forEach(mount -> makePrivate(mount, false));
            }
        }
        if (tree.parent() != null) {
            tree.detach();
        }
        received.forEach((copy, on) -> place(copy, on, where.dentry()));
    }

    private static void checkRoom(int more, Collection<Mount> parents) throws Errno {
        for (Mount parent : parents) {
            if (parent.namespace().size() + more > MAX_MOUNTS) {
                throw Errno.ENOSPC;
            }
        }
    }

    /** @param point where the tree goes in all of them, in {@code origin} too, which is null or has it already */
    private void propagate(Mount tree, PeerGroup group, Mount origin, Dentry point, Map<Mount, Mount> received)
            throws Errno {
        for (Mount peer : List.copyOf(group.peers())) {
            if (peer != origin && receives(peer, point)) {
                received.put(copyTree(tree, tree.root(), Kinship.PEER, mount -> true, new LinkedHashMap<>()), peer);
            }
        }
        Set<PeerGroup> seen = new HashSet<>();
        for (Mount slave : List.copyOf(group.slaves())) {
            if (slave.group() == null) {
                if (receives(slave, point)) {
                    received.put(copyTree(tree, tree.root(), Kinship.SLAVE, m -> true, new LinkedHashMap<>()), slave);
                }
            } else if (seen.add(slave.group())) {
                Mount first = slave.group().peers().stream()
                        .filter(mount -> receives(mount, point))
                        .findFirst()
                        .orElse(null);
                Mount source = tree;
                if (first != null) {
                    source = copyTree(tree, tree.root(), Kinship.SHARED_SLAVE, m -> true, new LinkedHashMap<>());
                    received.put(source, first);
                }
                propagate(source, slave.group(), first, point, received);
            }
        }
    }

    /** A mount that is not attached yet receives nothing, nor does one of another part of the file system. */
    private static boolean receives(Mount mount, Dentry point) {
        return mount.namespace() != null && mount.root().contains(point);
    }

    /** What was mounted there already is now on top of the tree. */
    private static void place(Mount tree, Mount parent, Dentry point) {
        Mount covered = point.mountedOn(parent);
        tree.attach(new Path(parent, point));
        if (covered != null) {
            covered.detach();
            covered.attach(tree.rootPath());
        }
        for (Mount mount : tree.tree()) {
            mount.enter(parent.namespace());
        }
    }

    /** The mounts at {@code mount}'s place in everything that its parent propagates to. */
    private static List<Mount> counterparts(Mount mount) {
        List<Mount> found = new ArrayList<>();
        if (mount.parent() != null && mount.parent().group() != null) {
            Set<Mount> parents = new LinkedHashSet<>();
            receivers(mount.parent().group(), parents);
            parents.remove(mount.parent());
            for (Mount parent : parents) {
                Mount there = mount.point().mountedOn(parent);
                if (there != null && there != mount && parent.namespace() != null) {
                    found.add(there);
                }
            }
        }
        return found;
    }

    private static void receivers(PeerGroup group, Set<Mount> found) {
        found.addAll(group.peers());
        for (Mount slave : group.slaves()) {
            if (found.add(slave) && slave.group() != null) {
                receivers(slave.group(), found);
            }
        }
    }

    /** Whether umount(2) of the mount alone is EBUSY: because of it, or of one that would go with it. */
    public boolean busy(Mount mount) {
        return mount.busy()
                || !mount.children().isEmpty()
                || counterparts(mount).stream().anyMatch(there -> there.children().isEmpty() && there.busy());
    }

    /**
     * Removes the mount with all that is mounted below it, and its counterparts that nothing else is mounted below.
     *
     * @return what is gone, to be disposed of
     */
    public List<Mount> remove(Mount mount) {
        Set<Mount> gone = new LinkedHashSet<>(mount.tree());
        for (Mount each : mount.tree().reversed()) {
            for (Mount there : counterparts(each)) {
                boolean bare = there.children().stream()
                        .allMatch(child -> gone.contains(child) || child.point() == there.root());
                if (bare) {
                    gone.add(there);
                }
            }
        }
        gone.forEach(each -> takeOut(each, gone));
        return List.copyOf(gone);
    }

    /** The end of a namespace; nothing propagates. @return its mounts, to be disposed of */
    public List<Mount> dissolve(MountNamespace namespace) {
        Set<Mount> all = new LinkedHashSet<>(namespace.mounts());
        all.forEach(each -> takeOut(each, all));
        return List.copyOf(all);
    }

    private void takeOut(Mount mount, Set<Mount> gone) {
        makePrivate(mount, false);
        mount.enter(null);
        Path below = mount.parent() == null ? null : new Path(mount.parent(), mount.point());
        for (Mount child : List.copyOf(mount.children())) {
            child.detach();
            if (!gone.contains(child)) {
                child.attach(below);
            }
        }
        if (mount.parent() != null) {
            mount.detach();
        }
    }
}

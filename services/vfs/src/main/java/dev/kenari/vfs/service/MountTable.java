package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DiskFileSystemType;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemType;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mounts of the one namespace, and the types of file systems. */
final class MountTable {
    /** fs.mount-max, but lower. */
    private static final int MAX_MOUNTS = 10_000;

    private final Kernel kernel;
    private final Map<Integer, Mount> mounts = new LinkedHashMap<>();
    private final Map<FileSystem, SuperBlock> superBlocks = new IdentityHashMap<>();
    private final Map<BlockVolume, SuperBlock> onDisks = new HashMap<>();
    private final Map<String, FileSystemType> types = new LinkedHashMap<>();
    private final Map<String, DiskFileSystemType> diskTypes = new LinkedHashMap<>();
    private Mount root;
    private int nextId = 20;
    private int nextMinor = 20;

    MountTable(Kernel kernel) {
        this.kernel = kernel;
    }

    int nextId() {
        return nextId++;
    }

    /** A number for a file system without a device. */
    long nextDevice() {
        return DeviceNumber.of(0, nextMinor++);
    }

    Mount root() throws Errno {
        if (root == null) {
            throw Errno.ENOENT;
        }
        return root;
    }

    Collection<Mount> mounts() {
        return mounts.values();
    }

    /** Names of the types, in the order they were registered. */
    Collection<String> types() {
        return types.keySet();
    }

    /** Names of the types that live on block devices. */
    Collection<String> diskTypes() {
        return diskTypes.keySet();
    }

    void register(String name, DiskFileSystemType type) {
        diskTypes.put(name, type);
    }

    boolean livesOnDisk(String type) {
        return diskTypes.containsKey(type);
    }

    void register(String name, FileSystemType type) {
        types.put(name, type);
    }

    /** @throws Errno ENODEV */
    FileSystemType type(String name) throws Errno {
        FileSystemType type = types.get(name);
        if (type == null) {
            throw Errno.ENODEV;
        }
        return type;
    }

    /** A new file system on top of {@code where}; null for the root. */
    Mount mount(FileSystem fileSystem, String source, Path where, int flags) throws Errno {
        checkRoom();
        return mount(superBlock(fileSystem), source, where, flags);
    }

    /** The file system on {@code volume}, which may be mounted elsewhere already. EACCES, EBUSY. */
    Mount mountDisk(String type, BlockVolume volume, String source, Path where, int flags, String options)
            throws Errno {
        checkRoom();
        boolean readOnly = (flags & Mount.RDONLY) != 0;
        if (!readOnly && volume.device().readOnly()) {
            throw Errno.EACCES;
        }
        SuperBlock known = onDisks.get(volume);
        if (known != null) {
            if (!known.type().equals(type) || known.readOnly() != readOnly) {
                throw Errno.EBUSY;
            }
            return mount(known, source, where, flags);
        }
        SuperBlock made = openDisk(diskTypes.get(type), volume, readOnly, options);
        return mount(made, source, where, flags);
    }

    private SuperBlock openDisk(DiskFileSystemType type, BlockVolume volume, boolean readOnly, String options)
            throws Errno {
        Object claim = new Object();
        volume.claim(claim);
        boolean done = false;
        try {
            volume.forgetPages();
            FileSystem fileSystem = type.mount(volume.device(), readOnly, options);
            SuperBlock made = new SuperBlock(kernel, fileSystem, fileSystem.root(), volume.number());
            made.setReadOnly(readOnly || made.readOnly());
            made.whenEnded(() -> {
                superBlocks.remove(fileSystem);
                onDisks.remove(volume);
                volume.unclaim(claim);
            });
            superBlocks.put(fileSystem, made);
            onDisks.put(volume, made);
            done = true;
            return made;
        } finally {
            if (!done) {
                volume.unclaim(claim);
            }
        }
    }

    private Mount mount(SuperBlock superBlock, String source, Path where, int flags) throws Errno {
        Mount mount = new Mount(nextId(), superBlock, superBlock.rootDentry(), source, flags & Mount.KEPT);
        if (where == null) {
            root = mount;
        } else {
            mount.attach(where);
        }
        mounts.put(mount.id(), mount);
        return mount;
    }

    private void checkRoom() throws Errno {
        if (mounts.size() >= MAX_MOUNTS) {
            throw Errno.ENOSPC;
        }
    }

    /** The one superblock of a file system, which ends when nothing uses it any more. */
    SuperBlock superBlock(FileSystem fileSystem) throws Errno {
        SuperBlock known = superBlocks.get(fileSystem);
        if (known == null) {
            known = new SuperBlock(kernel, fileSystem, fileSystem.root(), nextDevice());
            known.whenEnded(() -> superBlocks.remove(fileSystem));
            superBlocks.put(fileSystem, known);
        }
        return known;
    }

    /** MS_BIND: another mount of what is at {@code from}, and with {@code recursive} of the mounts below. */
    void bind(Path from, Path where, boolean recursive) throws Errno {
        Mount top = copy(from, where);
        if (recursive) {
            copyChildren(from.mount(), top, from, where.mount());
        }
    }

    private Mount copy(Path from, Path where) throws Errno {
        checkRoom();
        Mount original = from.mount();
        Mount made =
                new Mount(nextId(), original.superBlock(), from.dentry(), original.source(), original.flags());
        made.attach(where);
        mounts.put(made.id(), made);
        return made;
    }

    private void copyChildren(Mount original, Mount made, Path below, Mount except) throws Errno {
        for (Mount child : List.copyOf(original.children())) {
            if (child != made && below.dentry().contains(child.point())) {
                Mount copy = copy(child.rootPath(), new Path(made, child.point()));
                copyChildren(child, copy, child.rootPath(), except);
            }
        }
    }

    /** MS_MOVE. */
    void move(Mount mount, Path where) throws Errno {
        if (mount.parent() == null || inside(mount, where.mount())) {
            throw mount.parent() == null ? Errno.EINVAL : Errno.ELOOP;
        }
        mount.detach();
        mount.attach(where);
    }

    private static boolean inside(Mount outer, Mount inner) {
        for (Mount at = inner; at != null; at = at.parent()) {
            if (at == outer) {
                return true;
            }
        }
        return false;
    }

    /** A name directly in a file system's root was removed by somebody other than the vfs. */
    void nameGone(SuperBlock superBlock, String name) {
        for (Mount mount : mounts.values()) {
            if (mount.superBlock() == superBlock) {
                mount.root().forget(name);
            }
        }
    }

    /** Those on block devices. */
    Collection<SuperBlock> onDisks() {
        return List.copyOf(onDisks.values());
    }

    /** Every file system that is mounted, once. */
    Collection<SuperBlock> superBlocks() {
        return List.copyOf(superBlocks.values());
    }

    /** umount2(2). @param lazy detach at once with everything below, whoever uses it */
    void unmount(Mount mount, boolean lazy) throws Errno {
        if (mount == root) {
            throw Errno.EBUSY;
        }
        if (!lazy && (mount.busy() || !mount.children().isEmpty())) {
            throw Errno.EBUSY;
        }
        for (Mount child : new ArrayList<>(mount.children())) {
            unmount(child, true);
        }
        mount.superBlock().sync();
        mount.detach();
        mounts.remove(mount.id());
        mount.dispose();
    }
}

package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DiskFileSystemType;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.FsContext;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.MountNamespace;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Propagation;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The superblocks and their mounts, and the types of file systems. */
final class MountTable {
    /** @param owner is held while a file system of the type is mounted */
    private record OwnedType(DiskFileSystemType type, ModuleReference owner) {}

    private final Kernel kernel;
    private final MountNamespace initial = new MountNamespace();
    private final Propagation propagation = new Propagation(this::nextId);
    private final Map<FileSystem, SuperBlock> superBlocks = new IdentityHashMap<>();
    private final Map<BlockVolume, SuperBlock> onDisks = new HashMap<>();
    private final Map<String, MounterFileSystemType> types = new LinkedHashMap<>();
    private final Map<String, OwnedType> diskTypes = new LinkedHashMap<>();
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

    /** The first mount of all. */
    Mount root() throws Errno {
        if (initial.root() == null) {
            throw Errno.ENOENT;
        }
        return initial.root();
    }

    /** The namespace of the first process. */
    MountNamespace initial() {
        return initial;
    }

    /** Names of the types, in the order they were registered. */
    Collection<String> types() {
        return types.keySet();
    }

    /** Names of the types that live on block devices. */
    Collection<String> diskTypes() {
        return diskTypes.keySet();
    }

    void register(String name, DiskFileSystemType type, ModuleReference owner) {
        diskTypes.put(name, new OwnedType(type, owner));
    }

    void unregister(String name) {
        diskTypes.remove(name);
    }

    /** Has the module loaded that brings the type, if there is one. */
    boolean livesOnDisk(String type) {
        if (!diskTypes.containsKey(type) && !types.containsKey(type)) {
            kernel.modules().request("fs-" + type);
        }
        return diskTypes.containsKey(type);
    }

    void registerForMounters(String name, MounterFileSystemType type) {
        types.put(name, type);
    }

    /** @throws Errno ENODEV */
    MounterFileSystemType type(String name) throws Errno {
        // What follows a dot says who serves a FUSE file system.
        int dot = name.startsWith("fuse") ? name.indexOf('.') : -1;
        MounterFileSystemType type = types.get(dot < 0 ? name : name.substring(0, dot));
        if (type == null) {
            throw Errno.ENODEV;
        }
        return type;
    }

    /** A new file system on top of {@code where}; null for the root. */
    Mount mount(FileSystem fileSystem, String source, Path where, int flags) throws Errno {
        return mount(superBlock(fileSystem), source, where, flags);
    }

    /** The file system on {@code volume}, which may be mounted elsewhere already. EACCES, EBUSY. */
    Mount mountDisk(String type, BlockVolume volume, String source, Path where, int flags, String options)
            throws Errno {
        boolean readOnly = (flags & Mount.RDONLY) != 0;
        if (!readOnly && volume.device().readOnly()) {
            throw Errno.EACCES;
        }
        SuperBlock mounted = onDisks.get(volume);
        if (mounted != null) {
            if (!mounted.type().equals(type) || mounted.readOnly() != readOnly) {
                throw Errno.EBUSY;
            }
            return mount(mounted, source, where, flags);
        }
        OwnedType known = diskTypes.get(type);
        if (known == null) {
            throw Errno.ENODEV;
        }
        SuperBlock made = openDisk(known, volume, readOnly, options);
        return mount(made, source, where, flags);
    }

    /** The file system on {@code volume}, which is not in use, for the kernel itself. */
    SuperBlock superBlock(String type, BlockVolume volume, boolean readOnly) throws Errno {
        OwnedType known = diskTypes.get(type);
        if (known == null) {
            throw Errno.ENODEV;
        }
        return openDisk(known, volume, readOnly, "");
    }

    private SuperBlock openDisk(OwnedType type, BlockVolume volume, boolean readOnly, String options)
            throws Errno {
        Object claim = new Object();
        type.owner().acquire();
        boolean done = false;
        try {
            volume.claim(claim);
            volume.forgetPages();
            FileSystem fileSystem = type.type().mount(volume.device(), readOnly, options);
            SuperBlock made = new SuperBlock(kernel, fileSystem, fileSystem.root(), volume.number());
            made.setReadOnly(readOnly || made.readOnly());
            made.whenEnded(() -> {
                superBlocks.remove(fileSystem);
                onDisks.remove(volume);
                volume.unclaim(claim);
                type.owner().release();
            });
            superBlocks.put(fileSystem, made);
            onDisks.put(volume, made);
            done = true;
            return made;
        } finally {
            if (!done) {
                volume.unclaim(claim);
                type.owner().release();
            }
        }
    }

    private Mount mount(SuperBlock superBlock, String source, Path where, int flags) throws Errno {
        if (where != null && where.dentry() == where.mount().root() && where.mount().superBlock() == superBlock) {
            throw Errno.EBUSY;
        }
        Mount mount = new Mount(nextId(), superBlock, superBlock.rootDentry(), source, flags & Mount.KEPT);
        if (where == null) {
            initial.setRoot(mount);
            mount.enter(initial);
        } else {
            attach(mount, where);
        }
        return mount;
    }

    private void attach(Mount made, Path where) throws Errno {
        boolean done = false;
        try {
            propagation.attach(made, where);
            done = true;
        } finally {
            if (!done) {
                propagation.discard(made);
            }
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

    /** MS_BIND: another mount of what is at {@code from}, and with {@code recursive} of the mounts below. EINVAL: unbindable. */
    void bind(Path from, Path where, boolean recursive) throws Errno {
        if (from.mount().unbindable()) {
            throw Errno.EINVAL;
        }
        attach(propagation.copy(from, recursive), where);
    }

    /** MS_MOVE. */
    void move(Mount mount, Path where) throws Errno {
        boolean fromShared = mount.parent() == null || mount.parent().shared();
        boolean spreadsUnbindable = where.mount().shared() && mount.tree().stream().anyMatch(Mount::unbindable);
        if (fromShared || spreadsUnbindable) {
            throw Errno.EINVAL;
        }
        if (mount.isAbove(where.mount())) {
            throw Errno.ELOOP;
        }
        propagation.attach(mount, where);
    }

    /** Propagation types of mounts. */
    Propagation propagation() {
        return propagation;
    }

    /** The name that {@code point} was is gone: so is what others have mounted there. */
    void vacate(Dentry point) {
        for (Mount mount : point.mounts()) {
            if (mount.namespace() != null) {
                propagation.remove(mount).forEach(Mount::dispose);
            }
        }
    }

    /** A copy of a client's namespace for it alone; its directories are now in the copies of the mounts that they were in. */
    void unshare(Client client) throws Errno {
        Map<Mount, Mount> copies = new LinkedHashMap<>();
        MountNamespace made = propagation.copy(client.namespace(), copies);
        FsContext fs = client.fs();
        fs.setRoot(counterpart(fs.root(), copies));
        fs.setWorkingDirectory(counterpart(fs.workingDirectory(), copies));
        release(client.namespace());
        client.setNamespace(made);
    }

    private static Path counterpart(Path path, Map<Mount, Mount> copies) {
        Mount copy = copies.get(path.mount());
        return copy == null ? path : new Path(copy, path.dentry());
    }

    /** Drops a reference; the last one ends the namespace and its mounts. */
    void release(MountNamespace namespace) {
        if (namespace.release()) {
            propagation.dissolve(namespace).forEach(Mount::dispose);
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
        if (mount.parent() == null) {
            throw lazy ? Errno.EINVAL : Errno.EBUSY;
        }
        if (!lazy && propagation.busy(mount)) {
            throw Errno.EBUSY;
        }
        if (mount.superBlock().isMountedOnce()) {
            mount.superBlock().sync();
        }
        propagation.remove(mount).forEach(Mount::dispose);
    }
}

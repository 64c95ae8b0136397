package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.RootLayers;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Naming;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.SuperBlock;
import dev.kenari.vfs.overlay.Overlays;
import java.util.function.UnaryOperator;

/** Puts the root file system together. */
final class RootMount {
    private static final String DISK_TYPE = "ext4";
    private static final String OPTIONS = "lowerdir=/image,upperdir=/changes/upper,workdir=/changes/work";
    /** Where the kernel's own file systems go, in case a disk has no such directories. */
    private static final String[] MOUNT_POINTS = {"dev", "proc", "sys"};

    private final VirtualFileSystem vfs;
    private final UnaryOperator<FileSystem> connect;

    /** @param connect what the vfs calls a file system through */
    RootMount(VirtualFileSystem vfs, UnaryOperator<FileSystem> connect) {
        this.vfs = vfs;
        this.connect = connect;
    }

    /** @param memory an empty tmpfs, for changes that nobody keeps */
    void mount(RootLayers layers, FileSystem memory) throws Errno {
        MountTable mounts = vfs.mounts();
        if (layers.imageDisk() < 0 && layers.keepDisk() < 0) {
            mounts.mount(layers.image(), "rootfs", null, 0);
            return;
        }
        SuperBlock image = layers.imageDisk() < 0
                ? mounts.superBlock(layers.image())
                : onDisk(layers.imageDisk(), true);
        SuperBlock changes = layers.keepDisk() < 0 ? mounts.superBlock(memory) : onDisk(layers.keepDisk(), false);
        Path lower = unseen(image);
        Path top = unseen(changes);
        FileSystem overlay = Overlays.of(lower, in(top, "upper"), in(top, "work"), OPTIONS);
        Mount root = mounts.mount(connect.apply(overlay), "rootfs", null, 0);
        for (String name : MOUNT_POINTS) {
            in(root.rootPath(), name);
        }
    }

    private SuperBlock onDisk(int index, boolean readOnly) throws Errno {
        String letter = Character.toString('a' + index % 26);
        String name = "vd" + (index < 26 ? letter : Character.toString('a' + index / 26 - 1) + letter);
        for (BlockVolume volume : vfs.disks().volumes()) {
            if (volume.name().equals(name)) {
                return vfs.mounts().superBlock(DISK_TYPE, volume, readOnly);
            }
        }
        throw Errno.ENODEV;
    }

    /** The root of a file system that no name of any process leads to. */
    private Path unseen(SuperBlock superBlock) throws Errno {
        return new Mount(vfs.mounts().nextId(), superBlock, superBlock.rootDentry(), "none", 0).rootPath();
    }

    /** A directory, made if there is none. */
    private static Path in(Path directory, String name) throws Errno {
        Dentry found = directory.dentry().find(name);
        return new Path(
                directory.mount(),
                found != null ? found : Naming.make(directory.dentry(), name, FileMode.S_IFDIR | 0755, 0, 0, 0, null));
    }
}

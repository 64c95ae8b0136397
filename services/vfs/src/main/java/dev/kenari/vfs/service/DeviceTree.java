package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.block.BlockLayer;
import java.util.function.Consumer;

/** Makes nodes in devtmpfs, whether it is mounted or not. */
final class DeviceTree implements BlockLayer.Names {
    private static final int DISK_MODE = FileMode.S_IFBLK | 0660;

    /** Debian's group disk. */
    private static final int DISK_GROUP = 6;

    private final FileSystem fileSystem;
    private final Kernel kernel;
    private Consumer<String> removed = name -> {};

    DeviceTree(FileSystem fileSystem, Kernel kernel) {
        this.fileSystem = fileSystem;
        this.kernel = kernel;
    }

    /** Who hears that a name directly in /dev is gone. */
    void whenRemoved(Consumer<String> listener) {
        removed = listener;
    }

    void directory(String name, int mode) throws Errno {
        make(name, FileMode.S_IFDIR | mode, 0, null);
    }

    /** @param path relative; missing directories are made */
    void make(String path, int mode, long device, String target) throws Errno {
        long directory = fileSystem.root().node();
        String name = path;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/')) {
            directory = directory(directory, name.substring(0, slash));
            name = name.substring(slash + 1);
        }
        fileSystem.make(directory, name, mode, 0, 0, device, target, now());
    }

    @Override
    public void add(String name, long device) throws Errno {
        fileSystem.make(fileSystem.root().node(), name, DISK_MODE, 0, DISK_GROUP, device, null, now());
    }

    @Override
    public void remove(String name) throws Errno {
        fileSystem.unlink(fileSystem.root().node(), name, now());
        removed.accept(name);
    }

    private long directory(long parent, String name) throws Errno {
        try {
            return fileSystem.lookup(parent, name).node();
        } catch (Errno e) {
            if (e != Errno.ENOENT) {
                throw e;
            }
            return fileSystem.make(parent, name, FileMode.S_IFDIR | 0755, 0, 0, 0, null, now()).node();
        }
    }

    private long now() {
        return kernel.timers().realtime();
    }
}

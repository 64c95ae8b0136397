package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.VirtioDevices;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelVersion;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.module.KernelSymbols;
import dev.kenari.kernel.module.ModulePolicy;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.modules.ModuleTree;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.FileSystemTypes;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.MiscDevices;
import dev.kenari.vfs.Population;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The modules that come with Kenari: what the kernel exports to them, and where the guest finds their files. */
final class LoadableModules {
    private static final String DIRECTORY = "/lib/modules/" + KernelVersion.RELEASE;
    /** Kind of device (virtio, section 5). */
    private static final int DISK = 2;

    private static final int AT_FDCWD = -100;
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final long MS_RDONLY = 1;

    private final Kernel kernel;
    private final VfsComponent files;
    private final VirtioDevices devices;
    private final BlockDrivers disks;
    private boolean fileSystemLoaded;

    /** @param devices that wait for their drivers; @param interposer between disks and their clients */
    LoadableModules(Kernel kernel, VfsComponent files, VirtioDevices devices, Connector interposer) {
        this.disks = new InterposedDisks(files.blockDrivers(), interposer);
        this.devices = devices;
        this.kernel = kernel;
        this.files = files;
    }

    /** From now on modules can be loaded, if the build has signed them. */
    void enable() {
        KernelSymbols symbols = new KernelSymbols(ModuleTree::symbols, ModuleTree.class.getClassLoader())
                .service(BlockDrivers.class, disks)
                .service(FileSystemTypes.class, files.fileSystemTypes())
                .service(MiscDevices.class, files.miscDevices())
                .service(VirtioDevices.class, devices);
        kernel.modules().enable(symbols, new ModulePolicy(ModuleTree::certificate, true));
    }

    /** Does what Debian's initramfs does: without disks there is nothing to mount. @param rootOnDisk so that their file system is needed too */
    void loadDrivers(boolean rootOnDisk) throws Errno {
        if (rootOnDisk) {
            loadFileSystem();
        }
        if (!devices.ofKind(DISK).isEmpty()) {
            kernel.modules().load(ModuleTree.read("kernel/drivers/block/virtio_blk.ko"), () -> "", 0);
        }
    }

    /** An image without modprobe can't load what it wants to mount: for its disks, the boot does. */
    void loadWhatTheImageCannot(Vfs vfs, int client) throws Errno {
        if (fileSystemLoaded || devices.ofKind(DISK).isEmpty()) {
            return;
        }
        try {
            vfs.fstatat(client, AT_FDCWD, kernel.modules().program(), 0);
        } catch (Errno e) {
            loadFileSystem();
        }
    }

    private void loadFileSystem() throws Errno {
        kernel.modules().load(ModuleTree.read("kernel/fs/ext4/ext4.ko"), () -> "", 0);
        fileSystemLoaded = true;
    }

    /** Mounts their files; an image without /lib has no use for them. */
    void mount(Vfs vfs, int client) throws Errno {
        try {
            make(vfs, client, "/lib/modules");
            make(vfs, client, DIRECTORY);
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return;
            }
            throw e;
        }
        VfsComponent.Tmpfs tree = files.tmpfs();
        populate(tree.population());
        files.mount(tree.fileSystem(), "modules", DIRECTORY, MS_RDONLY);
    }

    private static void make(Vfs vfs, int client, String path) throws Errno {
        try {
            vfs.mkdirat(client, AT_FDCWD, path, DIRECTORY_MODE);
        } catch (Errno e) {
            if (e != Errno.EEXIST) {
                throw e;
            }
        }
    }

    private void populate(Population tree) throws Errno {
        Set<String> directories = new HashSet<>();
        for (Map.Entry<String, Integer> file : ModuleTree.files().entrySet()) {
            String path = "/" + file.getKey();
            for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (directories.add(path.substring(0, slash))) {
                    tree.directory(path.substring(0, slash), DIRECTORY_MODE, 0, 0, 0);
                }
            }
            tree.file(path, FILE_MODE, 0, 0, 0, file.getValue(), content(file.getKey()), 0);
        }
    }

    /** A file's content, which is read when its first page is. */
    private ImageSource content(String path) {
        PhysicalMemory memory = kernel.frames().memory();
        byte[][] bytes = new byte[1][];
        return (offset, frame, length) -> {
            if (bytes[0] == null) {
                bytes[0] = ModuleTree.read(path);
            }
            memory.write(frame, bytes[0], (int) offset, length);
        };
    }
}

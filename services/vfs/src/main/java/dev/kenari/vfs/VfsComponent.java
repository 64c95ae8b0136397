package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.vfs.service.VfsAssembly;

/**
 * The file service as the design that wires it sees it. Its own tmpfs and devtmpfs are there from the start;
 * everything runs under the
 * kernel lock.
 */
public interface VfsComponent {
    /** @param connector between the vfs and the file systems and drivers that are registered with it */
    static VfsComponent create(Kernel kernel, Connector connector) throws Errno {
        return new VfsAssembly(kernel, connector);
    }

    /** What the personality calls. */
    Vfs vfs();

    /** Pipes, events, polling and sockets. */
    Channels channels();

    /** Who queues signals; before that signalfd(2) is ENOSYS. */
    void setPendingSignals(PendingSignals source);

    /** A new tmpfs to fill and mount. */
    Tmpfs tmpfs();

    /**
     * A tmpfs that is not mounted yet.
     *
     * @param population fills it
     */
    record Tmpfs(FileSystem fileSystem, Population population) {}

    /** Mounts the first file system; before that there are no clients. */
    void mountRoot(RootLayers layers) throws Errno;

    /** Mounts {@code fileSystem} at an existing directory, as the kernel itself. */
    void mount(FileSystem fileSystem, String source, String target, long flags) throws Errno;

    /** The one devtmpfs, to be mounted on /dev. */
    FileSystem devtmpfs();

    /** From now on mount(2) knows {@code name}. */
    void register(String name, FileSystemType type);

    /** The types of file systems that live on block devices. */
    FileSystemTypes fileSystemTypes();

    /** Where drivers register their disks. */
    BlockDrivers blockDrivers();

    /** Where drivers register small character devices. */
    MiscDevices miscDevices();

    /** Driver of a character-device major number; opening such a device reaches it from now on. */
    void register(int major, CharDevice driver);

    /** A node in devtmpfs, with directories on the way: {@code name} such as {@code tty} or {@code input/event0}. */
    void addDevice(String name, int mode, int major, int minor) throws Errno;

    /** A symbolic link in devtmpfs. */
    void addDeviceLink(String name, String target) throws Errno;
}

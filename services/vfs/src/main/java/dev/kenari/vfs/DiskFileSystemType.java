package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;

/** Makes file systems that live on a block device, for mount(2). Wiring, not a protocol. */
@FunctionalInterface
public interface DiskFileSystemType {
    /**
     * Reads the file system on {@code device}, which nobody else writes to until {@link FileSystem#unmount} returns. The caller has
     * seen to it that the device's own page cache holds nothing.
     *
     * @param readOnly MS_RDONLY; a file system that can only be read says so in its {@link FileSystemRoot}
     * @param options comma-separated; may be empty. Unknown ones are EINVAL, as is what is no such file system
     */
    FileSystem mount(BlockDevice device, boolean readOnly, String options) throws Errno;
}

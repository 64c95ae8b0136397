package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.component.Component;
import dev.kenari.kernel.component.Peers;
import dev.kenari.vfs.ext4.Ext4FileSystem;
import java.util.List;

/** Makes file systems that live on a block device, for mount(2). Wiring, not a protocol. */
@FunctionalInterface
public interface DiskFileSystemType {
    /** What {@link #ext4} mounts: one driver for all three, as in Linux; the older two are only read. */
    List<String> EXT_TYPES = List.of("ext2", "ext3", "ext4");

    /** The service behind them; each mount is an instance, whose peer {@code disk} is the device. */
    Component<FileSystem> EXT4 = new Component<>(
            "ext4", FileSystem.class, Ext4FileSystem.Factory.class, Ext4FileSystem.Factory::new);

    /** ext4 and what came before it, where {@code assembler} puts it. */
    static DiskFileSystemType ext4(Assembler assembler) {
        return (device, readOnly, options) -> assembler.place(
                EXT4,
                EXT4.name() + "/" + device.name(),
                null,
                Peers.of("disk", device),
                readOnly ? "ro" : "rw",
                options);
    }

    /**
     * Reads the file system on {@code device}, which nobody else writes to until {@link FileSystem#unmount} returns. The caller has
     * seen to it that the device's own page cache holds nothing.
     *
     * @param readOnly MS_RDONLY; a file system that can only be read says so in its {@link FileSystemRoot}
     * @param options comma-separated; may be empty. Unknown ones are EINVAL, as is what is no such file system
     */
    FileSystem mount(BlockDevice device, boolean readOnly, String options) throws Errno;
}

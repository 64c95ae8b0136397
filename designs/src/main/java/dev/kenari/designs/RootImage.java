package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.nio.file.Path;

/**
 * The root file system's first content: an index of names, and a host file with the bytes of the files; or a disk. What changes is
 * gone at the end unless a disk keeps it.
 */
public interface RootImage {
    /** The host file, which becomes a read-only memory of the board; null if {@link #disk} has everything. */
    Path data();

    /** Index of the system's disk with the image, as ext4; -1 if there is none. */
    default int disk() {
        return -1;
    }

    /** Index of the system's disk with an ext4 file system that takes the changes; -1 if there is none. */
    default int keepDisk() {
        return -1;
    }

    /** Unless there is a {@link #disk}, enters every name; file contents are by offset in {@code data}. */
    void populate(Population into, ImageSource data) throws Errno;
}

package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.nio.file.Path;

/** The root file system's first content: an index of names, and a host file with the bytes of the files. */
public interface RootImage {
    /** The host file, which becomes a read-only memory of the board. */
    Path data();

    /** Enters every name; file contents are by offset in {@code data}. */
    void populate(Population into, ImageSource data) throws Errno;
}

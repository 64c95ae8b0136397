package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.namespace.Path;

/** Opens FIFOs (fifo(7)): those with a name, and pipes again through /proc/PID/fd/N. */
@FunctionalInterface
public interface FifoOpener {
    /**
     * Permissions are checked. The inode's {@link dev.kenari.vfs.namespace.Inode#special} is the opener's to keep the
     * pipe in. May sleep
     * for the other end; ENXIO.
     */
    OpenFileDescription open(Path path, int flags, Client client) throws Errno;
}

package dev.kenari.vfs;

import dev.kenari.drivers.HostShare;
import dev.kenari.drivers.Roms;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.board.HostFileSystem;
import dev.kenari.vfs.board.StreamDevice;

/** Files that lead to the board's devices, for the design that wires them. */
public final class BoardFiles {
    private BoardFiles() {}

    /**
     * The host's standard streams as character devices: minor 0 standard input, 1 output, 2 error. They behave as
     * pipes do.
     */
    public static CharDevice streams(Kernel kernel, StreamPorts ports) {
        return new StreamDevice(ports, kernel.waitQueues());
    }

    /** The content of an image that is the board's ROM {@code number}. */
    public static ImageSource rom(Roms roms, int number) {
        return (offset, frame, length) -> roms.read(number, offset, frame, length);
    }

    /**
     * A directory (or a single file) of the host as a file system to mount.
     *
     * @param readOnly as the host shares it; the device refuses every change in any case
     * @param uid whom the host user's own files belong to in the guest; everybody else's are nobody's
     */
    public static FileSystem share(Kernel kernel, HostShare share, boolean readOnly, int uid, int gid) {
        return new HostFileSystem(kernel, share, readOnly, uid, gid);
    }
}

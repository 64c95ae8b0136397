package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostShare;
import dev.kenari.drivers.Roms;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.component.Component;
import dev.kenari.kernel.component.Peers;
import dev.kenari.vfs.board.HostFileSystem;
import dev.kenari.vfs.board.StreamDevice;

/** Files that lead to the board's devices, for the design that wires them. */
public final class BoardFiles {
    private static final Component<FileSystem> SHARE = new Component<>(
            "virtiofs", FileSystem.class, HostFileSystem.Factory.class, HostFileSystem.Factory::new);

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
     * @param name of the instance
     * @param readOnly as the host shares it; the device refuses every change in any case
     * @param uid whom the host user's own files belong to in the guest; everybody else's are nobody's
     */
    public static FileSystem share(
            Assembler assembler, String name, HostShare share, boolean readOnly, int uid, int gid) throws Errno {
        return assembler.place(
                SHARE,
                SHARE.name() + "/" + name,
                null,
                Peers.of("share", share),
                readOnly ? "ro" : "rw",
                Integer.toString(uid),
                Integer.toString(gid));
    }
}

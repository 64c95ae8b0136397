package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostShare;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.vfs.BoardFiles;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.util.List;
import java.util.Map;

/** Mounts the host's directories where the request wants them; what is missing of the way there is made. */
final class Volumes {
    private static final int AT_FDCWD = -100;
    private static final int MODE = 0755;
    private static final long MS_RDONLY = 1;

    private final Assembler assembler;
    private final VfsComponent files;
    private final Vfs vfs;
    private final int client;

    Volumes(Assembler assembler, VfsComponent files, Vfs vfs, int client) {
        this.assembler = assembler;
        this.files = files;
        this.vfs = vfs;
        this.client = client;
    }

    /** By which the board's share of volume {@code index} is found again. */
    static String tag(int index) {
        return "volume" + index;
    }

    /** @param user whom the host user's files belong to */
    void mount(List<Volume> volumes, Map<String, HostShare> shares, Users.User user) throws Errno {
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            FileSystem fileSystem = BoardFiles.share(
                    assembler, tag(i), shares.get(tag(i)), volume.readOnly(), user.uid(), user.gid());
            makeWay(volume.target());
            files.mount(fileSystem, tag(i), volume.target(), volume.readOnly() ? MS_RDONLY : 0);
        }
    }

    private void makeWay(String target) throws Errno {
        for (int end = target.indexOf('/', 1); ; end = target.indexOf('/', end + 1)) {
            try {
                vfs.mkdirat(client, AT_FDCWD, end < 0 ? target : target.substring(0, end), MODE);
            } catch (Errno e) {
                if (e != Errno.EEXIST) {
                    throw e;
                }
            }
            if (end < 0) {
                return;
            }
        }
    }
}

package dev.kenari.vfs.namespace;

import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.FileSystemRoot;

/** Inodes of files that have no place in a file system: pipes, sockets, event counters and the like. */
public final class AnonymousFiles {
    private final SuperBlock superBlock;
    private final Mount mount;
    private long next = 1;

    /**
     * @param type such as {@code pipefs}
     * @param mount number of the mount, which programs see in fdinfo only
     */
    public AnonymousFiles(Kernel kernel, String type, long device, int mount) {
        superBlock = new SuperBlock(kernel, null, new FileSystemRoot(0, type, true, false, ""), device);
        this.mount = new Mount(mount, superBlock, Dentry.root("", inode(0, 0, 0)), "none", Mount.NOEXEC);
    }

    /**
     * A place for a new file.
     *
     * @param mode type and permissions
     * @param name what /proc/PID/fd/N links to; {@code [#]} at its end becomes the inode number in brackets
     */
    public Path create(int mode, int uid, int gid, String name) {
        Inode inode = inode(mode, uid, gid);
        String shown = name.endsWith("[#]") ? name.substring(0, name.length() - 2) + inode.number() + "]" : name;
        return new Path(mount, Dentry.root(shown, inode));
    }

    private Inode inode(int mode, int uid, int gid) {
        long number = next++;
        long now = superBlock.now();
        return new Inode(
                superBlock,
                number,
                new Attributes(number, mode, 1, uid, gid, 0, 0, 0, 4096, now, now, now, now));
    }
}

package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.file.PagedFile;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.SuperBlock;

/** memfd_create(2): files of a tmpfs that is mounted nowhere. */
final class MemoryFiles {
    static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_NOEXEC_SEAL = 8;
    private static final int MFD_EXEC = 0x10;
    private static final int KNOWN = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC;
    private static final int MAX_NAME = 249;

    private final Mount mount;

    MemoryFiles(VirtualFileSystem vfs, FileSystem tmpfs) throws Errno {
        SuperBlock superBlock = vfs.mounts().superBlock(tmpfs);
        mount = new Mount(vfs.mounts().nextId(), superBlock, superBlock.rootDentry(), "tmpfs", 0);
    }

    OpenFileDescription create(Client client, String name, int flags) throws Errno {
        boolean neverExecutable = (flags & MFD_NOEXEC_SEAL) != 0;
        if ((flags & ~KNOWN) != 0 || neverExecutable && (flags & MFD_EXEC) != 0 || name.length() > MAX_NAME) {
            throw Errno.EINVAL;
        }
        Credentials who = client.credentials();
        SuperBlock superBlock = mount.superBlock();
        int mode = FileMode.S_IFREG | (neverExecutable ? 0666 : 0777);
        Entry made = superBlock.fileSystem().makeUnnamed(mode, who.uid(), who.gid(), superBlock.now());
        Inode inode = superBlock.inode(made);
        boolean sealable = (flags & (MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL)) != 0;
        inode.setSeals(sealable ? neverExecutable ? Fcntl.F_SEAL_EXEC : 0 : Fcntl.F_SEAL_SEAL);
        Path path = new Path(mount, Dentry.unnamed(null, "/memfd:" + name, inode));
        return PagedFile.memory(path, inode.object());
    }
}

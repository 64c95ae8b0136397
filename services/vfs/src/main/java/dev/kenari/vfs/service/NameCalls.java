package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.Names;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Naming;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.PathName;
import dev.kenari.vfs.namespace.Permissions;

/** {@link Names}. */
final class NameCalls implements Names {
    private static final int MAX_TARGET = 4095;
    private static final int RENAME_FLAGS =
            Fcntl.RENAME_NOREPLACE | Fcntl.RENAME_EXCHANGE | Fcntl.RENAME_WHITEOUT;

    private final VirtualFileSystem vfs;
    private final Creation creation;

    NameCalls(VirtualFileSystem vfs, Creation creation) {
        this.vfs = vfs;
        this.creation = creation;
    }

    private PathWalk parentOf(Client client, int dir, String path) throws Errno {
        return new PathWalk(vfs, client, 0).toParent(dir, path);
    }

    /** Makes what does not exist yet. */
    Path make(Client client, int dir, String path, int mode, long rdev, String target) throws Errno {
        PathWalk walk = parentOf(client, dir, path);
        walk.dentry().lock();
        try {
            if (!walk.lastIsName() || walk.child() != null) {
                throw Errno.EEXIST;
            }
            if (walk.directoryWanted() && !FileMode.isDirectory(mode)) {
                throw Errno.ENOENT;
            }
            return new Path(walk.mount(), creation.make(client, walk, mode, rdev, target));
        } finally {
            walk.dentry().unlock();
        }
    }

    @Override
    public void mkdirat(int client, int dir, String path, int mode) throws Errno {
        make(vfs.client(client), dir, path, FileMode.S_IFDIR | mode & (0777 | FileMode.S_ISVTX), 0, null);
    }

    @Override
    public void mknodat(int id, int dir, String path, int mode, long device) throws Errno {
        Client client = vfs.client(id);
        int type = FileMode.type(mode) == 0 ? FileMode.S_IFREG : FileMode.type(mode);
        long rdev = 0;
        switch (type) {
            case FileMode.S_IFREG, FileMode.S_IFIFO, FileMode.S_IFSOCK -> {}
            case FileMode.S_IFCHR, FileMode.S_IFBLK -> {
                if (!client.capable(Capability.MKNOD)) {
                    throw Errno.EPERM;
                }
                rdev = device;
            }
            case FileMode.S_IFDIR -> throw Errno.EPERM;
            default -> throw Errno.EINVAL;
        }
        make(client, dir, path, type | mode & FileMode.PERMISSIONS, rdev, null);
    }

    @Override
    public void symlinkat(int client, String target, int dir, String path) throws Errno {
        if (target.isEmpty()) {
            throw Errno.ENOENT;
        }
        if (target.length() > MAX_TARGET) {
            throw Errno.ENAMETOOLONG;
        }
        make(vfs.client(client), dir, path, FileMode.S_IFLNK | 0777, 0, target);
    }

    @Override
    public void linkat(int id, int fromDir, String from, int toDir, String to, int flags) throws Errno {
        if ((flags & ~(Fcntl.AT_SYMLINK_FOLLOW | Fcntl.AT_EMPTY_PATH)) != 0) {
            throw Errno.EINVAL;
        }
        Client client = vfs.client(id);
        Path source;
        if (from.isEmpty() && (flags & Fcntl.AT_EMPTY_PATH) != 0) {
            if (!client.capable(Capability.DAC_READ_SEARCH)) {
                throw Errno.ENOENT;
            }
            source = vfs.directory(client, fromDir);
        } else {
            boolean follow = (flags & Fcntl.AT_SYMLINK_FOLLOW) != 0;
            source = new PathWalk(vfs, client, 0).to(fromDir, from, follow).path();
        }
        // Its name may be taken away while the other is looked for.
        source.dentry().pin();
        try {
            PathWalk walk = parentOf(client, toDir, to);
            walk.dentry().lock();
            try {
                link(client, source, walk);
            } finally {
                walk.dentry().unlock();
            }
        } finally {
            source.dentry().unpin();
        }
    }

    private static void link(Client client, Path source, PathWalk walk) throws Errno {
        if (!walk.lastIsName() || walk.child() != null) {
            throw Errno.EEXIST;
        }
        if (walk.directoryWanted()) {
            throw Errno.ENOENT;
        }
        Inode inode = source.inode();
        if (walk.mount() != source.mount()) {
            throw Errno.EXDEV;
        }
        Creation.checkDirectory(client, walk.path());
        if (inode.isDirectory()) {
            throw Errno.EPERM;
        }
        if (!inode.linkable()) {
            throw Errno.ENOENT;
        }
        Naming.link(inode, walk.dentry(), walk.last());
    }

    @Override
    public void unlinkat(int id, int dir, String path, int flags) throws Errno {
        if ((flags & ~Fcntl.AT_REMOVEDIR) != 0) {
            throw Errno.EINVAL;
        }
        Client client = vfs.client(id);
        PathWalk walk = parentOf(client, dir, path);
        Dentry removed;
        walk.dentry().lock();
        try {
            removed = (flags & Fcntl.AT_REMOVEDIR) != 0 ? rmdir(client, walk) : unlink(client, walk);
        } finally {
            walk.dentry().unlock();
        }
        vfs.mounts().vacate(removed);
    }

    private static Dentry rmdir(Client client, PathWalk walk) throws Errno {
        switch (walk.last()) {
            case "." -> throw Errno.EINVAL;
            case ".." -> throw Errno.ENOTEMPTY;
            case "" -> throw Errno.EBUSY;
            default -> {}
        }
        Dentry victim = victim(client, walk);
        if (!victim.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        if (client.namespace().uses(victim)) {
            throw Errno.EBUSY;
        }
        Naming.remove(victim);
        return victim;
    }

    private static Dentry unlink(Client client, PathWalk walk) throws Errno {
        if (!walk.lastIsName()) {
            throw Errno.EISDIR;
        }
        Dentry victim = victim(client, walk);
        if (victim.inode().isDirectory()) {
            throw Errno.EISDIR;
        }
        if (walk.directoryWanted()) {
            throw Errno.ENOTDIR;
        }
        if (client.namespace().uses(victim)) {
            throw Errno.EBUSY;
        }
        Naming.remove(victim);
        return victim;
    }

    /** What is to lose its name; it may. */
    private static Dentry victim(Client client, PathWalk walk) throws Errno {
        Dentry victim = walk.child();
        if (victim == null) {
            throw Errno.ENOENT;
        }
        if (walk.mount().readOnly()) {
            throw Errno.EROFS;
        }
        Permissions.checkDelete(walk.inode(), victim.inode(), client.credentials());
        return victim;
    }

    @Override
    public void renameat2(int id, int fromDir, String from, int toDir, String to, int flags) throws Errno {
        boolean exchange = (flags & Fcntl.RENAME_EXCHANGE) != 0;
        if ((flags & ~RENAME_FLAGS) != 0 || exchange && flags != Fcntl.RENAME_EXCHANGE) {
            throw Errno.EINVAL;
        }
        Client client = vfs.client(id);
        if ((flags & Fcntl.RENAME_WHITEOUT) != 0 && !client.capable(Capability.MKNOD)) {
            throw Errno.EPERM;
        }
        new Renaming(client, parentOf(client, fromDir, from), parentOf(client, toDir, to), flags).rename();
    }

    @Override
    public String readlinkat(int id, int dir, String path) throws Errno {
        Client client = vfs.client(id);
        Path found = path.isEmpty()
                ? vfs.directory(client, dir)
                : new PathWalk(vfs, client, 0).to(dir, path, false).path();
        if (!found.inode().isSymlink()) {
            throw path.isEmpty() ? Errno.ENOENT : Errno.EINVAL;
        }
        LinkTarget target = found.inode().target();
        return target.kind() == LinkTarget.Kind.PATH
                ? target.path()
                : PathName.of(vfs.magicTarget(target), client.fs().root());
    }

    @Override
    public String resolve(int id, int dir, String path) throws Errno {
        Client client = vfs.client(id);
        Path found = new PathWalk(vfs, client, 0).to(dir, path, true).path();
        return PathName.of(found, client.fs().root());
    }
}

package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.block.BlockFile;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.DeviceFile;
import dev.kenari.vfs.file.DirectoryFile;
import dev.kenari.vfs.file.MemoryDevice;
import dev.kenari.vfs.file.NamespaceFile;
import dev.kenari.vfs.file.NodeFile;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.file.PagedFile;
import dev.kenari.vfs.file.PathFile;
import dev.kenari.vfs.fuse.FuseDevice;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.MountNamespace;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Permissions;
import java.util.HashMap;
import java.util.Map;

/** open(2): from a path and flags to an open file description. */
final class Opening {
    private static final int TMPFILE_BIT = Fcntl.O_TMPFILE & ~Fcntl.O_DIRECTORY;
    private static final int PATH_FLAGS = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;

    private final VirtualFileSystem vfs;
    private final Creation creation;
    private final Map<Integer, CharDevice> drivers = new HashMap<>();

    Opening(VirtualFileSystem vfs, Creation creation) {
        this.vfs = vfs;
        this.creation = creation;
    }

    void register(int major, CharDevice driver) {
        drivers.put(major, driver);
    }

    /** @param resolve {@code RESOLVE_*} */
    OpenFileDescription open(Client client, int dir, String path, int flags, int mode, int resolve) throws Errno {
        if ((flags & Fcntl.O_PATH) != 0) {
            return openPath(client, dir, path, flags & PATH_FLAGS, resolve);
        }
        if ((flags & TMPFILE_BIT) != 0) {
            return openUnnamed(client, dir, path, flags, mode, resolve);
        }
        boolean creates = (flags & Fcntl.O_CREAT) != 0;
        if (creates && (flags & Fcntl.O_DIRECTORY) != 0) {
            throw Errno.EINVAL;
        }
        PathWalk walk = new PathWalk(vfs, client, resolve);
        Dentry made = null;
        if (creates) {
            made = walkOrCreate(walk, client, dir, path, flags, mode);
        } else {
            walk.to(dir, path, (flags & Fcntl.O_NOFOLLOW) == 0);
        }
        Path found = made == null ? walk.path() : new Path(walk.mount(), made);
        // Until the description has it: its name may be taken away while the file system is asked.
        found.dentry().pin();
        try {
            return made == null ? openExisting(client, found, flags) : opened(describe(client, found, flags));
        } finally {
            found.dentry().unpin();
        }
    }

    private OpenFileDescription openPath(Client client, int dir, String path, int flags, int resolve) throws Errno {
        PathWalk walk = new PathWalk(vfs, client, resolve).to(dir, path, (flags & Fcntl.O_NOFOLLOW) == 0);
        if ((flags & Fcntl.O_DIRECTORY) != 0 && !walk.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        return new PathFile(walk.path(), flags);
    }

    private OpenFileDescription openUnnamed(Client client, int dir, String path, int flags, int mode, int resolve)
            throws Errno {
        if ((flags & Fcntl.O_TMPFILE) != Fcntl.O_TMPFILE || (flags & Fcntl.O_ACCMODE) == Fcntl.O_RDONLY) {
            throw Errno.EINVAL;
        }
        PathWalk walk = new PathWalk(vfs, client, resolve).to(dir, path, true);
        Inode directory = walk.inode();
        if (!directory.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        Path made = creation.makeUnnamed(client, walk.path(), mode);
        if ((flags & Fcntl.O_EXCL) == 0) {
            made.inode().setLinkable();
        }
        return describe(client, made, flags & ~TMPFILE_BIT & ~Fcntl.O_DIRECTORY);
    }

    /**
     * O_CREAT: walks to the file, if there is one, else makes it.
     *
     * @return what was made; then the walk is at its directory
     */
    private Dentry walkOrCreate(PathWalk walk, Client client, int dir, String path, int flags, int mode)
            throws Errno {
        walk.toParent(dir, path);
        boolean exclusive = (flags & Fcntl.O_EXCL) != 0;
        while (walk.lastIsName()) {
            if (walk.directoryWanted()) {
                throw Errno.EISDIR;
            }
            Dentry directory = walk.dentry();
            Dentry child;
            directory.lock();
            try {
                child = walk.child();
                if (child == null) {
                    return creation.make(client, walk, FileMode.S_IFREG | mode & FileMode.PERMISSIONS, 0, null);
                }
            } finally {
                directory.unlock();
            }
            if (exclusive) {
                throw Errno.EEXIST;
            }
            if (!child.inode().isSymlink()) {
                walk.enter(child);
                return null;
            }
            if ((flags & Fcntl.O_NOFOLLOW) != 0) {
                throw Errno.ELOOP;
            }
            if (!walk.followToParent(child)) {
                return null;
            }
        }
        if (exclusive) {
            throw Errno.EEXIST;
        }
        walk.finish(true);
        return null;
    }

    private OpenFileDescription openExisting(Client client, Path path, int flags) throws Errno {
        Inode inode = path.inode();
        int access = flags & Fcntl.O_ACCMODE;
        boolean writes = access != Fcntl.O_RDONLY || (flags & Fcntl.O_TRUNC) != 0;
        if (inode.isSymlink()) {
            throw Errno.ELOOP;
        }
        if (inode.isDirectory()) {
            if (writes || (flags & Fcntl.O_CREAT) != 0) {
                throw Errno.EISDIR;
            }
        } else if ((flags & Fcntl.O_DIRECTORY) != 0) {
            throw Errno.ENOTDIR;
        }
        int wanted = (access != Fcntl.O_WRONLY ? Permissions.READ : 0) | (writes ? Permissions.WRITE : 0);
        if (writes && inode.isRegular() && path.mount().readOnly()) {
            throw Errno.EROFS;
        }
        Permissions.check(inode, client.credentials(), wanted);
        if ((flags & Fcntl.O_NOATIME) != 0
                && client.credentials().uid() != inode.uid()
                && !client.capable(Capability.FOWNER)) {
            throw Errno.EPERM;
        }
        if (writes && inode.isRegular()) {
            inode.prepareWriting((flags & Fcntl.O_TRUNC) != 0);
        }
        OpenFileDescription file = describe(client, path, flags);
        if ((flags & Fcntl.O_DIRECT) != 0 && !inode.isRegular() && inode.type() != FileMode.S_IFBLK) {
            // Found out once it is open: what open has to say of a FIFO comes first.
            file.release();
            throw Errno.EINVAL;
        }
        opened(file);
        if ((flags & Fcntl.O_TRUNC) != 0 && inode.isRegular()) {
            truncate(client, file);
        }
        return file;
    }

    private static OpenFileDescription opened(OpenFileDescription file) {
        file.path().dentry().tell(Inotify.IN_OPEN);
        return file;
    }

    private static void truncate(Client client, OpenFileDescription file) throws Errno {
        boolean done = false;
        try {
            if (file.inode().size() != 0 || !file.inode().superBlock().cacheable()) {
                file.truncate(0);
            } else {
                file.inode().written(file.inode().superBlock().now());
            }
            Creation.dropSetIds(client, file.inode());
            file.path().dentry().tell(Inotify.IN_MODIFY);
            done = true;
        } finally {
            if (!done) {
                file.release();
            }
        }
    }

    /** The kind of description that fits the inode; permissions are checked. */
    private OpenFileDescription describe(Client client, Path path, int flags) throws Errno {
        Inode inode = path.inode();
        return switch (inode.type()) {
            case FileMode.S_IFREG -> {
                if (inode.special() instanceof MountNamespace namespace) {
                    namespace.retain();
                    yield new NamespaceFile(path, flags, namespace, () -> vfs.mounts().release(namespace));
                }
                MemoryObject object = inode.object();
                yield object != null ? new PagedFile(path, flags, object) : NodeFile.open(path, flags, client);
            }
            case FileMode.S_IFDIR -> new DirectoryFile(path, flags);
            case FileMode.S_IFCHR -> openDevice(client, path, flags);
            case FileMode.S_IFBLK -> openDisk(path, flags);
            case FileMode.S_IFIFO -> vfs.fifos().open(path, flags, client);
            default -> throw Errno.ENXIO;
        };
    }

    private OpenFileDescription openDisk(Path path, int flags) throws Errno {
        if ((path.mount().flags() & Mount.NODEV) != 0) {
            throw Errno.EACCES;
        }
        return BlockFile.open(path, flags, vfs.disks());
    }

    private OpenFileDescription openDevice(Client client, Path path, int flags) throws Errno {
        if ((path.mount().flags() & Mount.NODEV) != 0) {
            throw Errno.EACCES;
        }
        int major = DeviceNumber.major(path.inode().rdev());
        if (MemoryDevice.is(path.inode().rdev())) {
            return MemoryDevice.open(path, flags);
        }
        if (FuseDevice.is(path.inode().rdev())) {
            return new FuseDevice(path, flags);
        }
        CharDevice driver = drivers.get(major);
        if (driver == null) {
            throw Errno.ENXIO;
        }
        return new DeviceFile(path, flags, driver, client);
    }

    /** For exec: checks, and opens for reading without read permission; nobody may write the file meanwhile. */
    OpenFileDescription openExecutable(Client client, int dir, String path, int flags) throws Errno {
        Path found = path.isEmpty() && (flags & Fcntl.AT_EMPTY_PATH) != 0
                ? vfs.directory(client, dir)
                : new PathWalk(vfs, client, 0).to(dir, path, (flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0).path();
        Inode inode = found.inode();
        if (inode.isSymlink()) {
            throw Errno.ELOOP;
        }
        if (!inode.isRegular() || (found.mount().flags() & Mount.NOEXEC) != 0) {
            throw Errno.EACCES;
        }
        Permissions.check(inode, client.credentials(), Permissions.EXECUTE);
        inode.denyWriting();
        OpenFileDescription file = null;
        try {
            file = opened(describe(client, found, Fcntl.O_RDONLY));
            file.addReleaseListener(gone -> inode.allowWriting());
        } finally {
            if (file == null) {
                inode.allowWriting();
            }
        }
        return file;
    }
}

package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.FileAttributes;
import dev.kenari.vfs.Stat;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Permissions;

/** {@link FileAttributes}, but for extended attributes. */
final class AttributeCalls implements FileAttributes {
    private static final int NOFOLLOW_OR_EMPTY = Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH;
    private static final int STAT_FLAGS = NOFOLLOW_OR_EMPTY | Fcntl.AT_NO_AUTOMOUNT
            | Fcntl.AT_STATX_FORCE_SYNC | Fcntl.AT_STATX_DONT_SYNC;

    private final VirtualFileSystem vfs;
    private final ExtendedAttributes extended = new ExtendedAttributes();

    AttributeCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    /** @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH; others are ignored */
    private Path find(Client client, int dir, String path, int flags) throws Errno {
        if (path.isEmpty() && (flags & Fcntl.AT_EMPTY_PATH) != 0) {
            return vfs.directory(client, dir);
        }
        return new PathWalk(vfs, client, 0).to(dir, path, (flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0).path();
    }

    private static void check(int flags, int known) throws Errno {
        if ((flags & ~known) != 0) {
            throw Errno.EINVAL;
        }
    }

    /** The file, whose attributes are to change. An O_PATH descriptor is no way to it. */
    private Path toChange(Client client, int dir, String path, int flags) throws Errno {
        if (path.isEmpty() && (flags & Fcntl.AT_EMPTY_PATH) != 0 && dir != Fcntl.AT_FDCWD) {
            OpenFileDescription file = client.file(dir);
            return onWritableMount(file.path());
        }
        return onWritableMount(find(client, dir, path, flags));
    }

    private static Path onWritableMount(Path path) throws Errno {
        if (path.mount().readOnly()) {
            throw Errno.EROFS;
        }
        return path;
    }

    @Override
    public Stat fstat(int client, int fd) throws Errno {
        return vfs.client(client).file(fd).stat();
    }

    @Override
    public Stat fstatat(int id, int dir, String path, int flags) throws Errno {
        check(flags, STAT_FLAGS);
        Client client = vfs.client(id);
        if (path.isEmpty() && (flags & Fcntl.AT_EMPTY_PATH) != 0 && dir != Fcntl.AT_FDCWD) {
            return client.file(dir).stat();
        }
        return find(client, dir, path, flags).stat();
    }

    @Override
    public void faccessat(int id, int dir, String path, int mode, int flags) throws Errno {
        check(flags, NOFOLLOW_OR_EMPTY | Fcntl.AT_EACCESS);
        check(mode, 7);
        Client client = vfs.client(id);
        Credentials effective = client.credentials();
        if ((flags & Fcntl.AT_EACCESS) == 0) {
            client.setCredentials(new Credentials(
                    effective.realUid(),
                    effective.realGid(),
                    effective.groups(),
                    effective.realCapabilities(),
                    effective.realUid(),
                    effective.realGid(),
                    effective.realCapabilities()));
        }
        try {
            Path found = find(client, dir, path, flags);
            Inode inode = found.inode();
            if ((mode & Permissions.EXECUTE) != 0
                    && inode.isRegular()
                    && (found.mount().flags() & Mount.NOEXEC) != 0) {
                throw Errno.EACCES;
            }
            Permissions.checkNow(inode, client.credentials(), mode);
            boolean onlyName = inode.type() == FileMode.S_IFCHR || inode.type() == FileMode.S_IFIFO
                    || inode.type() == FileMode.S_IFSOCK || inode.type() == FileMode.S_IFBLK;
            if ((mode & Permissions.WRITE) != 0 && !onlyName && found.mount().readOnly()) {
                throw Errno.EROFS;
            }
        } finally {
            client.setCredentials(effective);
        }
    }

    @Override
    public void fchmodat(int id, int dir, String path, int mode, int flags) throws Errno {
        check(flags, NOFOLLOW_OR_EMPTY);
        Client client = vfs.client(id);
        Path found = toChange(client, dir, path, flags);
        Inode inode = found.inode();
        if (inode.isSymlink()) {
            throw Errno.EOPNOTSUPP;
        }
        Permissions.checkOwner(inode, client.credentials());
        int permissions = mode & FileMode.PERMISSIONS;
        if (!Permissions.inGroup(client.credentials(), inode.gid()) && !client.capable(Capability.FSETID)) {
            permissions &= ~FileMode.S_ISGID;
        }
        if (inode.sealed(Fcntl.F_SEAL_EXEC) && ((permissions ^ inode.mode()) & 0111) != 0) {
            throw Errno.EPERM;
        }
        inode.setMode(permissions);
        found.dentry().tell(Inotify.IN_ATTRIB);
    }

    @Override
    public void fchownat(int id, int dir, String path, int uid, int gid, int flags) throws Errno {
        check(flags, NOFOLLOW_OR_EMPTY);
        Client client = vfs.client(id);
        Path found = toChange(client, dir, path, flags);
        Inode inode = found.inode();
        Credentials who = client.credentials();
        if (!client.capable(Capability.CHOWN)) {
            boolean owner = who.uid() == inode.uid();
            boolean uidStays = uid == -1 || owner && uid == inode.uid();
            boolean gidMay = gid == -1 || owner && (gid == inode.gid() || Permissions.inGroup(who, gid));
            if (!uidStays || !gidMay) {
                throw Errno.EPERM;
            }
        }
        int which = (uid == -1 ? 0 : AttributeChange.UID) | (gid == -1 ? 0 : AttributeChange.GID);
        int mode = inode.isDirectory() ? inode.mode() : Creation.withoutSetIds(inode.mode());
        if (mode != inode.mode()) {
            which |= AttributeChange.MODE;
        }
        if (which != 0) {
            inode.change(new AttributeChange(
                    which | AttributeChange.CHANGED,
                    mode & FileMode.PERMISSIONS,
                    uid,
                    gid,
                    0,
                    0,
                    0,
                    inode.superBlock().now()));
            found.dentry().tell(Inotify.IN_ATTRIB);
        }
    }

    @Override
    public void utimensat(int id, int dir, String path, long accessed, long modified, int flags) throws Errno {
        check(flags, NOFOLLOW_OR_EMPTY);
        if (accessed == OMIT && modified == OMIT) {
            return;
        }
        Client client = vfs.client(id);
        Path found = toChange(client, dir, path, flags);
        Inode inode = found.inode();
        Credentials who = client.credentials();
        boolean owner = who.uid() == inode.uid() || client.capable(Capability.FOWNER);
        if (!owner) {
            if (accessed != NOW || modified != NOW) {
                throw Errno.EPERM;
            }
            Permissions.check(inode, who, Permissions.WRITE);
        }
        long now = inode.superBlock().now();
        int which = AttributeChange.CHANGED
                | (accessed == OMIT ? 0 : AttributeChange.ACCESSED)
                | (modified == OMIT ? 0 : AttributeChange.MODIFIED);
        inode.change(new AttributeChange(
                which, 0, 0, 0, 0, accessed == NOW ? now : accessed, modified == NOW ? now : modified, now));
        boolean both = accessed != OMIT && modified != OMIT;
        found.dentry().tell(both ? Inotify.IN_ATTRIB : accessed != OMIT ? Inotify.IN_ACCESS : Inotify.IN_MODIFY);
    }

    @Override
    public byte[] getxattr(int id, int dir, String path, String name, int flags) throws Errno {
        Client client = vfs.client(id);
        return extended.get(client, find(client, dir, path, flags).inode(), name);
    }

    @Override
    public void setxattr(int id, int dir, String path, String name, byte[] value, int create, int flags)
            throws Errno {
        Client client = vfs.client(id);
        Path found = toChange(client, dir, path, flags);
        extended.set(client, found.inode(), name, value, create);
        found.dentry().tell(Inotify.IN_ATTRIB);
    }

    @Override
    public String listxattr(int id, int dir, String path, int flags) throws Errno {
        Client client = vfs.client(id);
        return extended.list(client, find(client, dir, path, flags).inode());
    }

    @Override
    public void removexattr(int id, int dir, String path, String name, int flags) throws Errno {
        Client client = vfs.client(id);
        Path found = toChange(client, dir, path, flags);
        extended.remove(client, found.inode(), name);
        found.dentry().tell(Inotify.IN_ATTRIB);
    }
}

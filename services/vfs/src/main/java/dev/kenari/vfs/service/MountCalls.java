package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.MountedFileSystem;
import dev.kenari.vfs.Mounts;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.PathName;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.ArrayList;
import java.util.List;

/** {@link Mounts}. */
final class MountCalls implements Mounts {
    private static final long MS_REMOUNT = 0x20;
    private static final long MS_BIND = 0x1000;
    private static final long MS_MOVE = 0x2000;
    private static final long MS_REC = 0x4000;
    private static final long MS_SILENT = 0x8000;
    private static final long MS_UNBINDABLE = 1 << 17;
    private static final long MS_PRIVATE = 1 << 18;
    private static final long MS_SLAVE = 1 << 19;
    private static final long MS_SHARED = 1 << 20;
    private static final long MS_RELATIME = 1 << 21;
    private static final long MS_MAGIC = 0xFFFF_0000L;
    private static final long MS_MAGIC_VALUE = 0xC0ED_0000L;

    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    private static final int ST_RELATIME = 0x1000;
    private static final int ST_VALID = 0x20;

    private final VirtualFileSystem vfs;

    MountCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    private Client administrator(int id) throws Errno {
        Client client = vfs.client(id);
        if (!client.capable(Capability.SYS_ADMIN)) {
            throw Errno.EPERM;
        }
        return client;
    }

    @Override
    public void mount(int id, String source, String target, String type, long givenFlags, String data)
            throws Errno {
        Client client = administrator(id);
        long flags = (givenFlags & MS_MAGIC) == MS_MAGIC_VALUE ? givenFlags & ~MS_MAGIC : givenFlags;
        Path where = vfs.walk(client, target);
        if ((flags & MS_REMOUNT) != 0) {
            remount(where, flags, data == null ? "" : data);
        } else if ((flags & MS_BIND) != 0) {
            bind(client, source, where, (flags & MS_REC) != 0);
        } else if ((flags & (MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE | MS_SHARED)) != 0) {
            setPropagation(where, flags);
        } else if ((flags & MS_MOVE) != 0) {
            move(client, source, where);
        } else {
            mountNew(client, source, where, type, flags, data == null ? "" : data);
        }
    }

    private void remount(Path where, long flags, String options) throws Errno {
        Mount mount = where.mount();
        if (where.dentry() != mount.root()) {
            throw Errno.EINVAL;
        }
        SuperBlock superBlock = mount.superBlock();
        if ((flags & MS_BIND) == 0) {
            boolean readOnly = (flags & Mount.RDONLY) != 0;
            if (!readOnly && superBlock.description().readOnly()) {
                throw Errno.EROFS;
            }
            superBlock.remount(readOnly, options);
        }
        mount.setFlags((int) flags & Mount.KEPT);
    }

    private void bind(Client client, String source, Path where, boolean recursive) throws Errno {
        Path from = vfs.walk(client, source);
        if (from.inode().superBlock().fileSystem() == null) {
            throw Errno.EINVAL;
        }
        checkTypes(from, where);
        vfs.mounts().bind(from, where, recursive);
    }

    private static void checkTypes(Path from, Path where) throws Errno {
        if (from.inode().isDirectory() != where.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
    }

    /** All mounts are private: there is one namespace, to which nothing could propagate. */
    private static void setPropagation(Path where, long flags) throws Errno {
        boolean possible = (flags & ~(MS_PRIVATE | MS_REC | MS_SILENT)) == 0;
        if (!possible || where.dentry() != where.mount().root()) {
            throw Errno.EINVAL;
        }
    }

    private void move(Client client, String source, Path where) throws Errno {
        Path from = vfs.walk(client, source);
        if (from.dentry() != from.mount().root()) {
            throw Errno.EINVAL;
        }
        checkTypes(from, where);
        vfs.mounts().move(from.mount(), where);
    }

    private void mountNew(Client client, String source, Path where, String type, long flags, String data) throws Errno {
        if ((flags & ~(Mount.KEPT | MS_SILENT | MS_RELATIME)) != 0) {
            throw Errno.EINVAL;
        }
        if (!where.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        if (vfs.mounts().livesOnDisk(type)) {
            vfs.mounts().mountDisk(type, disk(client, source), source, where, (int) flags, data);
            return;
        }
        var made = vfs.mounts().type(type).mount(source, data);
        vfs.mounts().mount(made, source.isEmpty() ? "none" : source, where, (int) flags);
    }

    private BlockVolume disk(Client client, String source) throws Errno {
        Path path = vfs.walk(client, source);
        if (path.inode().type() != FileMode.S_IFBLK) {
            throw Errno.ENOTBLK;
        }
        if ((path.mount().flags() & Mount.NODEV) != 0) {
            throw Errno.EACCES;
        }
        return vfs.disks().find(path.inode().rdev());
    }

    @Override
    public void umount2(int id, String target, int flags) throws Errno {
        Client client = administrator(id);
        if ((flags & ~(MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW)) != 0) {
            throw Errno.EINVAL;
        }
        boolean follow = (flags & UMOUNT_NOFOLLOW) == 0;
        Path where = new PathWalk(vfs, client, 0).to(Fcntl.AT_FDCWD, target, follow).path();
        if (where.dentry() != where.mount().root()) {
            throw Errno.EINVAL;
        }
        vfs.mounts().unmount(where.mount(), (flags & MNT_DETACH) != 0);
    }

    @Override
    public FileSystemStatus statfs(int id, String path) throws Errno {
        return status(vfs.walk(vfs.client(id), path));
    }

    @Override
    public FileSystemStatus fstatfs(int client, int fd) throws Errno {
        return status(vfs.client(client).file(fd).path());
    }

    private static FileSystemStatus status(Path path) throws Errno {
        SuperBlock superBlock = path.inode().superBlock();
        Mount mount = path.mount();
        int atime = (mount.flags() & (Mount.NOATIME | Mount.STRICTATIME)) == 0 ? ST_RELATIME : 0;
        int flags = mount.flags() & (Mount.KEPT & 0xFFF) | (mount.readOnly() ? Mount.RDONLY : 0) | atime | ST_VALID;
        if (superBlock.fileSystem() == null) {
            long magic = AnonymousType.magic(superBlock.type());
            return new FileSystemStatus(magic, 4096, 0, 0, 0, 0, 0, 0, 255, 4096, flags);
        }
        FileSystemStatus s = superBlock.fileSystem().status();
        return new FileSystemStatus(
                s.type(),
                s.blockSize(),
                s.blocks(),
                s.freeBlocks(),
                s.availableBlocks(),
                s.files(),
                s.freeFiles(),
                superBlock.device(),
                s.nameLength(),
                s.fragmentSize(),
                flags);
    }

    @Override
    public List<MountedFileSystem> mounts(int id) throws Errno {
        Path root = vfs.client(id).fs().root();
        List<MountedFileSystem> lines = new ArrayList<>();
        for (Mount mount : vfs.mounts().mounts()) {
            String point = PathName.reachable(mount.rootPath(), root);
            if (point != null) {
                lines.add(describe(mount, point));
            }
        }
        return lines;
    }

    private static MountedFileSystem describe(Mount mount, String point) throws Errno {
        SuperBlock superBlock = mount.superBlock();
        String superOptions = superBlock.readOnly() ? "ro" : "rw";
        String more = superBlock.description().options();
        return new MountedFileSystem(
                mount.id(),
                mount.parent() == null ? 1 : mount.parent().id(),
                superBlock.device(),
                PathName.inFileSystem(mount.root()),
                point,
                mount.options(),
                superBlock.type(),
                mount.source(),
                more.isEmpty() ? superOptions : superOptions + "," + more);
    }

    @Override
    public List<String> fileSystemTypes() {
        List<String> types = new ArrayList<>();
        vfs.mounts().types().forEach(type -> types.add("nodev\t" + type));
        vfs.mounts().diskTypes().forEach(type -> types.add("\t" + type));
        return types;
    }
}

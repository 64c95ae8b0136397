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
import dev.kenari.vfs.file.FsContext;
import dev.kenari.vfs.file.NamespaceFile;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.MountNamespace;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.PathName;
import dev.kenari.vfs.namespace.Propagation;
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
    private static final int ATIME_FLAGS = Mount.NOATIME | Mount.NODIRATIME | Mount.STRICTATIME;
    private static final long MS_MAGIC = 0xFFFF_0000L;
    private static final long MS_MAGIC_VALUE = 0xC0ED_0000L;

    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final int MNT_EXPIRE = 4;
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
            remount(client, where, flags, data == null ? "" : data);
        } else if ((flags & MS_BIND) != 0) {
            bind(client, source, where, (flags & MS_REC) != 0);
        } else if ((flags & (MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE | MS_SHARED)) != 0) {
            checkOurs(client, where);
            setPropagation(where, flags);
        } else if ((flags & MS_MOVE) != 0) {
            move(client, source, where);
        } else {
            mountNew(client, source, where, type, flags, data == null ? "" : data);
        }
    }

    private void remount(Client client, Path where, long flags, String options) throws Errno {
        Mount mount = where.mount();
        checkMounted(client, where);
        SuperBlock superBlock = mount.superBlock();
        if ((flags & MS_BIND) == 0) {
            boolean readOnly = (flags & Mount.RDONLY) != 0;
            if (!readOnly && superBlock.description().readOnly()) {
                throw Errno.EROFS;
            }
            superBlock.remount(readOnly, options);
        }
        boolean keepsTimes = (flags & (ATIME_FLAGS | MS_RELATIME)) == 0;
        mount.setFlags((int) flags & Mount.KEPT | (keepsTimes ? mount.flags() & ATIME_FLAGS : 0));
    }

    private void bind(Client client, String source, Path where, boolean recursive) throws Errno {
        Path from = vfs.walk(client, source);
        checkOurs(client, from);
        checkOurs(client, where);
        checkTypes(from, where, Errno.ENOTDIR);
        vfs.mounts().bind(from, where, recursive);
    }

    private static void checkTypes(Path from, Path where, Errno otherwise) throws Errno {
        if (from.inode().isDirectory() != where.inode().isDirectory()) {
            throw otherwise;
        }
    }

    /** The mount must be one of the client's namespace. */
    private static void checkOurs(Client client, Path path) throws Errno {
        if (path.mount().namespace() != client.namespace()) {
            throw Errno.EINVAL;
        }
    }

    /** The place must be where something is mounted. */
    private static void checkMounted(Client client, Path path) throws Errno {
        checkOurs(client, path);
        if (path.dentry() != path.mount().root()) {
            throw Errno.EINVAL;
        }
    }

    private void setPropagation(Path where, long flags) throws Errno {
        long type = flags & ~(MS_REC | MS_SILENT);
        if (Long.bitCount(type) != 1 || where.dentry() != where.mount().root()) {
            throw Errno.EINVAL;
        }
        Propagation propagation = vfs.mounts().propagation();
        List<Mount> mounts = (flags & MS_REC) != 0 ? where.mount().tree() : List.of(where.mount());
        for (Mount mount : mounts) {
            if (type == MS_SHARED) {
                propagation.makeShared(mount);
            } else if (type == MS_SLAVE) {
                propagation.makeSlave(mount);
            } else {
                propagation.makePrivate(mount, type == MS_UNBINDABLE);
            }
        }
    }

    private void move(Client client, String source, Path where) throws Errno {
        Path from = vfs.walk(client, source);
        checkMounted(client, from);
        checkOurs(client, where);
        checkTypes(from, where, Errno.EINVAL);
        vfs.mounts().move(from.mount(), where);
    }

    private void mountNew(Client client, String source, Path where, String type, long flags, String data) throws Errno {
        if ((flags & ~(Mount.KEPT | MS_SILENT | MS_RELATIME)) != 0) {
            throw Errno.EINVAL;
        }
        if (!where.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        checkOurs(client, where);
        if (vfs.mounts().livesOnDisk(type)) {
            vfs.mounts().mountDisk(type, disk(client, source), source, where, (int) flags, data);
            return;
        }
        var made = vfs.mounts().type(type).mount(client, type, source, data);
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
        if ((flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW)) != 0
                || (flags & MNT_EXPIRE) != 0 && (flags & (MNT_FORCE | MNT_DETACH)) != 0) {
            throw Errno.EINVAL;
        }
        boolean follow = (flags & UMOUNT_NOFOLLOW) == 0;
        Path where = new PathWalk(vfs, client, 0).to(Fcntl.AT_FDCWD, target, follow).path();
        checkMounted(client, where);
        if ((flags & MNT_EXPIRE) != 0) {
            checkExpired(client, where.mount());
        }
        vfs.mounts().unmount(where.mount(), (flags & MNT_DETACH) != 0);
    }

    /** EINVAL for the root; EBUSY; EAGAIN the first time, and if it was used since. */
    private void checkExpired(Client client, Mount mount) throws Errno {
        if (mount == client.fs().root().mount()) {
            throw Errno.EINVAL;
        }
        if (mount.busy()) {
            throw Errno.EBUSY;
        }
        if (!mount.expire()) {
            throw Errno.EAGAIN;
        }
    }

    @Override
    public void pivotRoot(int id, String newRoot, String oldRoot) throws Errno {
        Client client = administrator(id);
        Path made = vfs.walk(client, newRoot);
        Path putOld = vfs.walk(client, oldRoot);
        if (!made.inode().isDirectory() || !putOld.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        Path root = client.fs().root();
        Mount parent = root.mount().parent();
        boolean shared = putOld.mount().shared()
                || made.mount().parent() != null && made.mount().parent().shared()
                || parent != null && parent.shared();
        checkOurs(client, root);
        checkOurs(client, made);
        if (shared) {
            throw Errno.EINVAL;
        }
        if (putOld.dentry().removed() || made.dentry().removed()) {
            throw Errno.ENOENT;
        }
        if (made.mount() == root.mount() || putOld.mount() == root.mount()) {
            throw Errno.EBUSY;
        }
        boolean possible = root.dentry() == root.mount().root()
                && made.dentry() == made.mount().root()
                && made.mount().parent() != null
                && PathName.reachable(putOld, made) != null
                && PathName.reachable(made, root) != null;
        if (!possible) {
            throw Errno.EINVAL;
        }
        exchangeRoots(client.namespace(), root.mount(), made.mount(), putOld);
        for (FsContext fs : vfs.contexts()) {
            if (fs.root().equals(root)) {
                fs.setRoot(made);
            }
            if (fs.workingDirectory().equals(root)) {
                fs.setWorkingDirectory(made);
            }
        }
    }

    private static void exchangeRoots(MountNamespace namespace, Mount old, Mount made, Path putOld) {
        made.detach();
        if (old.parent() == null) {
            namespace.setRoot(made);
        } else {
            Path below = new Path(old.parent(), old.point());
            old.detach();
            made.attach(below);
        }
        old.attach(putOld);
    }

    @Override
    public void unshareMounts(int id) throws Errno {
        Client client = administrator(id);
        if (client.fs().isShared()) {
            FsContext own = client.fs().copy();
            client.fs().release();
            client.setFs(own);
        }
        vfs.mounts().unshare(client);
    }

    @Override
    public void enterMounts(int id, int fd) throws Errno {
        if (!(vfs.client(id).file(fd) instanceof NamespaceFile file)) {
            throw Errno.EINVAL;
        }
        enter(administrator(id), file.namespace());
    }

    @Override
    public void enterMountsOf(int id, int other) throws Errno {
        enter(administrator(id), vfs.client(other).namespace());
    }

    private void enter(Client client, MountNamespace namespace) throws Errno {
        if (!client.capable(Capability.SYS_CHROOT)) {
            throw Errno.EPERM;
        }
        if (client.fs().isShared()) {
            throw Errno.EINVAL;
        }
        namespace.retain();
        MountNamespace before = client.namespace();
        client.setNamespace(namespace);
        client.fs().setRoot(namespace.top());
        client.fs().setWorkingDirectory(namespace.top());
        vfs.mounts().release(before);
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
        for (Mount mount : vfs.client(id).namespace().mounts()) {
            String point = PathName.reachable(mount.rootPath(), root);
            if (point != null) {
                lines.add(describe(mount, point, root));
            }
        }
        return lines;
    }

    private static MountedFileSystem describe(Mount mount, String point, Path root) throws Errno {
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
                mount.propagation(root),
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

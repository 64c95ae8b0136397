package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.Transfer;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.GrantVector;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.file.PagedFile;
import dev.kenari.vfs.file.RegularFile;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.PathName;
import dev.kenari.vfs.namespace.Permissions;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.Arrays;

/** {@link Transfer}. */
final class TransferCalls implements Transfer {
    /** No call moves more (read(2)). */
    private static final long MAX_COUNT = 0x7fff_f000L;

    private static final int MAX_KERNEL_READ = 1 << 26;
    private static final int RWF_HIPRI = 1;
    private static final int RWF_DSYNC = 2;
    private static final int RWF_SYNC = 4;
    private static final int RWF_APPEND = 0x10;
    private static final int SPLICE_F_NONBLOCK = 2;

    private final VirtualFileSystem vfs;
    private final Copying copying;

    TransferCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
        this.copying = new Copying(vfs);
    }

    @Override
    public long read(int id, int fd, Grant to, long offset, int flags) throws Errno {
        if ((flags & ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC)) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        Client client = vfs.client(id);
        checkPositioned(client, fd, offset);
        OpenFileDescription file = readable(client, fd);
        return read(client, file, new GrantVector(to, limited(to.length()), vfs.kernel().granted()), offset);
    }

    private static boolean isStream(OpenFileDescription file) {
        int type = file.inode().type();
        return type == FileMode.S_IFIFO || type == FileMode.S_IFSOCK;
    }

    /** pread(2), pwrite(2): that there are no offsets is told before whether it may be read or written. */
    private static void checkPositioned(Client client, int fd, long offset) throws Errno {
        if (offset != -1 && isStream(client.ioFile(fd))) {
            throw Errno.ESPIPE;
        }
    }

    private static OpenFileDescription readable(Client client, int fd) throws Errno {
        OpenFileDescription file = client.ioFile(fd);
        if (!file.readable()) {
            throw Errno.EBADF;
        }
        return file;
    }

    private static OpenFileDescription writable(Client client, int fd) throws Errno {
        OpenFileDescription file = client.ioFile(fd);
        if (!file.writable()) {
            throw Errno.EBADF;
        }
        return file;
    }

    private static long limited(long length) throws Errno {
        if (length < 0) {
            throw Errno.EINVAL;
        }
        return Math.min(length, MAX_COUNT);
    }

    static long read(Client client, OpenFileDescription file, IoVector to, long offset) throws Errno {
        file.retain();
        try {
            if (offset == -1) {
                file.read(client, to);
            } else {
                file.read(to, offset);
            }
        } catch (Errno e) {
            if (to.done() == 0) {
                throw e;
            }
        } finally {
            if (to.done() > 0) {
                file.path().dentry().tell(Inotify.IN_ACCESS);
            }
            file.release();
        }
        return to.done();
    }

    @Override
    public long write(int id, int fd, Grant from, long offset, int flags) throws Errno {
        if ((flags & ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_APPEND)) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        Client client = vfs.client(id);
        checkPositioned(client, fd, offset);
        OpenFileDescription file = writable(client, fd);
        boolean append = (flags & RWF_APPEND) != 0;
        long at = append && file.inode().isRegular() ? file.inode().attributes().size() : offset;
        long length = allowed(client, file, at, limited(from.length()));
        return written(file, write(client, file, new GrantVector(from, length, vfs.kernel().granted()), at), flags);
    }

    /** Keeps what O_DSYNC, O_SYNC or the flags of this call promise of {@code count} bytes that were written to {@code file}. */
    private static long written(OpenFileDescription file, long count, int flags) throws Errno {
        boolean syncs = (flags & (RWF_DSYNC | RWF_SYNC)) != 0 || (file.flags() & Fcntl.O_DSYNC) != 0;
        if (syncs && count > 0 && file instanceof RegularFile) {
            file.sync((flags & RWF_SYNC) == 0 && (file.flags() & Fcntl.O_SYNC) != Fcntl.O_SYNC);
        }
        return count;
    }

    static long write(Client client, OpenFileDescription file, IoVector from, long offset) throws Errno {
        Inode inode = file.inode();
        if (inode.isRegular() && from.length() > 0) {
            Creation.dropSetIds(client, inode);
        }
        file.retain();
        try {
            if (offset == -1) {
                file.write(client, from);
            } else {
                file.write(from, offset);
            }
        } catch (Errno e) {
            if (from.done() == 0) {
                throw e;
            }
        } finally {
            if (from.done() > 0) {
                file.path().dentry().tell(Inotify.IN_MODIFY);
            }
            file.release();
        }
        return from.done();
    }

    /** How much of {@code length} RLIMIT_FSIZE lets through; EFBIG if none. */
    static long allowed(Client client, OpenFileDescription file, long offset, long length) throws Errno {
        long limit = client.fileSizeLimit();
        if (limit == Long.MAX_VALUE || !file.inode().isRegular() || length == 0) {
            return length;
        }
        long at = file.appending() ? file.inode().attributes().size() : offset == -1 ? file.position() : offset;
        if (at >= limit) {
            throw Errno.EFBIG;
        }
        return Math.min(length, limit - at);
    }

    @Override
    public byte[] readBytes(int id, int fd, int length, long offset) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = readable(client, fd);
        if (length < 0 || length > MAX_KERNEL_READ) {
            throw Errno.EINVAL;
        }
        byte[] bytes = new byte[length];
        IoVector to = new ArrayVector(bytes, length, vfs.kernel().frames().memory());
        int count = (int) read(client, file, to, offset);
        return count == length ? bytes : Arrays.copyOf(bytes, count);
    }

    @Override
    public long writeBytes(int id, int fd, byte[] from, long offset) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = writable(client, fd);
        int length = (int) allowed(client, file, offset, from.length);
        return write(client, file, new ArrayVector(from, length, vfs.kernel().frames().memory()), offset);
    }

    @Override
    public long lseek(int client, int fd, long offset, int whence) throws Errno {
        return vfs.client(client).ioFile(fd).seek(offset, whence);
    }

    @Override
    public int getdents64(int id, int fd, Grant to) throws Errno {
        OpenFileDescription file = vfs.client(id).ioFile(fd);
        DirectoryListing listing = new DirectoryListing(limited(to.length()));
        listing.fill(file);
        file.path().dentry().tell(Inotify.IN_ACCESS);
        vfs.kernel().granted().write(to, 0, listing.bytes(), 0, listing.length());
        return listing.length();
    }

    @Override
    public long sendfile(int id, int to, int from, long offset, long length) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription in = readable(client, from);
        checkPositioned(client, from, offset);
        OpenFileDescription out = writable(client, to);
        if (out.appending()) {
            throw Errno.EINVAL;
        }
        try {
            return written(out, copying.copy(client, in, offset, out, -1, limited(length)), 0);
        } catch (Errno e) {
            throw e == Errno.EISDIR ? Errno.EINVAL : e;
        }
    }

    @Override
    public long copyFileRange(int id, int from, long fromOffset, int to, long toOffset, long length) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription in = client.ioFile(from);
        OpenFileDescription out = client.ioFile(to);
        Copying.checkRegular(in, out);
        if (!in.readable() || !out.writable() || out.appending()) {
            throw Errno.EBADF;
        }
        long source = fromOffset == -1 ? in.position() : fromOffset;
        long count = Math.min(limited(length), Math.max(0, in.inode().attributes().size() - source));
        if (in.inode() == out.inode()) {
            long target = toOffset == -1 ? out.position() : toOffset;
            if (source < target + count && target < source + count) {
                throw Errno.EINVAL;
            }
        }
        return written(out, copying.copy(client, in, fromOffset, out, toOffset, count), 0);
    }

    @Override
    public long splice(int id, int from, long fromOffset, int to, long toOffset, long length, int flags)
            throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription in = readable(client, from);
        OpenFileDescription out = writable(client, to);
        boolean nonBlocking = (flags & SPLICE_F_NONBLOCK) != 0;
        return written(out, copying.splice(client, in, fromOffset, out, toOffset, limited(length), nonBlocking), 0);
    }

    @Override
    public long tee(int id, int from, int to, long length, int flags) throws Errno {
        Client client = vfs.client(id);
        boolean nonBlocking = (flags & SPLICE_F_NONBLOCK) != 0;
        return copying.tee(readable(client, from), writable(client, to), limited(length), nonBlocking);
    }

    @Override
    public void ftruncate(int id, int fd, long length) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        if (length < 0 || !file.writable() || !file.inode().isRegular()) {
            throw Errno.EINVAL;
        }
        checkSize(client, length);
        file.truncate(length);
        Creation.dropSetIds(client, file.inode());
        file.path().dentry().tell(Inotify.IN_MODIFY);
    }

    private static void checkSize(Client client, long length) throws Errno {
        if (length > client.fileSizeLimit()) {
            throw Errno.EFBIG;
        }
    }

    @Override
    public void truncate(int id, String path, long length) throws Errno {
        Client client = vfs.client(id);
        if (length < 0) {
            throw Errno.EINVAL;
        }
        Path found = vfs.walk(client, path);
        Inode inode = found.inode();
        if (inode.isDirectory()) {
            throw Errno.EISDIR;
        }
        if (!inode.isRegular()) {
            throw Errno.EINVAL;
        }
        if (found.mount().readOnly()) {
            throw Errno.EROFS;
        }
        Permissions.check(inode, client.credentials(), Permissions.WRITE);
        checkSize(client, length);
        inode.openForWriting();
        try {
            inode.object();
            inode.resize(length);
            Creation.dropSetIds(client, inode);
            found.dentry().tell(Inotify.IN_MODIFY);
        } finally {
            inode.closedForWriting();
        }
    }

    @Override
    public void fallocate(int id, int fd, int mode, long offset, long length) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        if (offset < 0 || length <= 0) {
            throw Errno.EINVAL;
        }
        boolean keepsSize = (mode & Fcntl.FALLOC_FL_KEEP_SIZE) != 0;
        boolean known = switch (mode & ~Fcntl.FALLOC_FL_KEEP_SIZE) {
            case 0, Fcntl.FALLOC_FL_UNSHARE_RANGE, Fcntl.FALLOC_FL_ZERO_RANGE -> true;
            case Fcntl.FALLOC_FL_PUNCH_HOLE -> keepsSize;
            case Fcntl.FALLOC_FL_COLLAPSE_RANGE, Fcntl.FALLOC_FL_INSERT_RANGE -> !keepsSize;
            default -> false;
        };
        if (!known) {
            throw Errno.EOPNOTSUPP;
        }
        if (!file.writable()) {
            throw Errno.EBADF;
        }
        if (offset > Long.MAX_VALUE - length || !keepsSize && offset + length > client.fileSizeLimit()) {
            throw Errno.EFBIG;
        }
        if (!file.inode().isRegular()) {
            throw switch (file.inode().type()) {
                case FileMode.S_IFDIR -> Errno.EISDIR;
                case FileMode.S_IFIFO -> Errno.ESPIPE;
                default -> Errno.ENODEV;
            };
        }
        file.allocate(mode, offset, length);
        file.path().dentry().tell(Inotify.IN_MODIFY);
    }

    @Override
    public void fsync(int client, int fd, boolean dataOnly) throws Errno {
        vfs.client(client).ioFile(fd).sync(dataOnly);
    }

    @Override
    public void syncRange(int client, int fd, long offset, long length) throws Errno {
        OpenFileDescription file = vfs.client(client).ioFile(fd);
        if (file instanceof RegularFile regular) {
            regular.syncRange(offset, length == 0 ? Long.MAX_VALUE : offset + length);
        } else if (!file.inode().isDirectory()) {
            throw Errno.ESPIPE;
        }
    }

    @Override
    public void sync() throws Errno {
        for (SuperBlock superBlock : vfs.mounts().superBlocks()) {
            superBlock.sync();
        }
        for (BlockVolume disk : vfs.disks().volumes()) {
            disk.sync();
        }
    }

    @Override
    public void syncfs(int client, int fd) throws Errno {
        vfs.client(client).file(fd).inode().superBlock().sync();
    }

    @Override
    public void advise(int client, int fd, long offset, long length, int advice) throws Errno {
        OpenFileDescription file = vfs.client(client).ioFile(fd);
        if (length < 0 || advice < 0 || advice > 5) {
            throw Errno.EINVAL;
        }
        if (file.inode().superBlock().fileSystem() == null || isStream(file)) {
            throw Errno.ESPIPE;
        }
        if (file instanceof PagedFile paged && offset >= 0) {
            paged.advise(offset, Math.min(length, Long.MAX_VALUE - offset), advice);
        }
    }

    @Override
    public long ioctl(int id, int fd, int request, long argument, Grant memory) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        return FileIoctls.ioctl(vfs, client, file, fd, request, argument, memory);
    }

    @Override
    public MappedFile map(int id, int fd, int protection, boolean shared, long offset, long length) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        if (!file.readable() || shared && (protection & Vma.WRITE) != 0 && !file.writable()) {
            throw Errno.EACCES;
        }
        MappedFile mapped = file.map(protection, shared, offset, length);
        String name = PathName.listed(file.path(), client.fs().root());
        return new MappedFile(
                mapped.object(),
                mapped.offset(),
                name,
                mapped.device(),
                mapped.inode(),
                mapped.maxProtection());
    }
}

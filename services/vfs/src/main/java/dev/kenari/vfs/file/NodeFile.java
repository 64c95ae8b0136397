package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.OpenNode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** A file whose content the file system moves itself: in proc(5), in a host directory. */
public final class NodeFile extends RegularFile {
    private static final int CHUNK = 1 << 17;

    private final FileSystem fileSystem;
    private final long node;
    private final OpenNode open;
    /** Null unless the content is read through the page cache. */
    private final MemoryObject cache;
    private final CachedContent content;

    private NodeFile(Path path, int flags, OpenNode open) throws Errno {
        super(path, flags);
        Kernel kernel = path.inode().superBlock().kernel();
        this.cache = open.memoryObject() == 0 ? null : kernel.objects().find(open.memoryObject());
        this.content = cache == null ? null : new CachedContent(cache, kernel.frames());
        if (cache != null) {
            cache.retain();
        }
        this.fileSystem = path.inode().superBlock().fileSystem();
        this.node = path.inode().node();
        this.open = open;
    }

    /** Opens it in the file system too. */
    public static NodeFile open(Path path, int flags, Client client) throws Errno {
        return open(path, flags, client.id(), client.credentials());
    }

    /** For a part of the vfs that is no client. */
    public static NodeFile open(Path path, int flags, int client, Credentials credentials) throws Errno {
        FileSystem fileSystem = path.inode().superBlock().fileSystem();
        long node = path.inode().node();
        OpenNode open = fileSystem.open(node, flags, client, credentials);
        try {
            return new NodeFile(path, flags, open);
        } catch (Errno e) {
            fileSystem.release(node, open.handle());
            throw e;
        }
    }

    @Override
    public void flush() throws Errno {
        if (open.flushes()) {
            fileSystem.flush(node, open.handle());
        }
    }

    @Override
    protected void released() {
        fileSystem.release(node, open.handle());
        if (cache != null) {
            cache.release();
        }
        super.released();
    }

    @Override
    public void read(IoVector to, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        if (content != null && (flags() & Fcntl.O_DIRECT) == 0) {
            content.read(to, offset);
            return;
        }
        long at = offset;
        while (to.remaining() > 0) {
            int chunk = to.remaining(CHUNK);
            byte[] bytes = fileSystem.read(node, open.handle(), at, chunk);
            to.put(bytes, 0, Math.min(bytes.length, chunk));
            at += bytes.length;
            if (bytes.length < chunk || !open.seekable()) {
                break;
            }
        }
    }

    @Override
    public void write(IoVector from, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        long at = appending() && open.seekable() ? endOfFile() : offset;
        while (from.remaining() > 0) {
            byte[] bytes = from.take(from.remaining(CHUNK));
            int taken = 0;
            try {
                taken = fileSystem.write(node, open.handle(), at, bytes);
            } finally {
                from.giveBack(bytes.length - taken);
            }
            at += taken;
            if (taken < bytes.length) {
                break;
            }
        }
    }

    @Override
    protected long nextData(long offset) throws Errno {
        return fileSystem.nextData(node, offset);
    }

    @Override
    protected long nextHole(long offset) throws Errno {
        long hole = fileSystem.nextHole(node, offset);
        return hole < 0 ? endOfFile() : hole;
    }

    @Override
    public long endOfFile() throws Errno {
        return inode().attributes().size();
    }

    @Override
    public long seek(long offset, int whence) throws Errno {
        if (!open.seekable()) {
            throw Errno.ESPIPE;
        }
        return super.seek(offset, whence);
    }

    @Override
    public void truncate(long length) throws Errno {
        inode().resize(length);
    }

    @Override
    public void allocate(int mode, long offset, long length) throws Errno {
        try {
            fileSystem.allocate(node, mode, offset, length, inode().superBlock().now());
            return;
        } catch (Errno e) {
            if (e != Errno.EOPNOTSUPP || mode != 0) {
                throw e;
            }
        }
        if (offset + length > endOfFile()) {
            inode().resize(offset + length);
        }
    }

    @Override
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        if (!readable()) {
            throw Errno.EACCES;
        }
        boolean writes = shared && (protection & Vma.WRITE) != 0;
        if (writes && !writable()) {
            throw Errno.EACCES;
        }
        if (writes && cache == null) {
            throw Errno.ENODEV;
        }
        boolean executable = (path().mount().flags() & Mount.NOEXEC) == 0;
        if ((protection & Vma.EXEC) != 0 && !executable) {
            throw Errno.EPERM;
        }
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw Errno.EOVERFLOW;
        }
        boolean mayWrite = !shared || writable() && cache != null;
        int maximum = Vma.READ | (executable ? Vma.EXEC : 0) | (mayWrite ? Vma.WRITE : 0);
        return new MappedFile(
                cache != null ? cache.id() : fileSystem.mapping(node), offset, null, inode().superBlock().device(), inode().number(), maximum);
    }

    @Override
    public int poll(int events) throws Errno {
        return open.pollable() ? fileSystem.poll(node, open.handle(), events) : super.poll(events);
    }

    @Override
    public WaitQueue waitQueue() throws Errno {
        int id = open.pollable() ? fileSystem.waitQueue(node, open.handle()) : 0;
        return id == 0 ? null : inode().superBlock().kernel().waitQueues().find(id);
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        return fileSystem.ioctl(node, open.handle(), request, argument, memory);
    }
}

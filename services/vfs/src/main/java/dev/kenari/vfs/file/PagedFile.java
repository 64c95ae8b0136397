package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** A regular file in the page cache. */
public final class PagedFile extends RegularFile {
    /** Of all frames, one in this many is not given to files. */
    private static final int RESERVE_DIVISOR = 64;

    private final MemoryObject object;
    private final Frames frames;
    private final CachedContent content;

    public PagedFile(Path path, int flags, MemoryObject object) throws Errno {
        super(path, flags);
        this.object = object;
        this.frames = path.inode().superBlock().kernel().frames();
        this.content = new CachedContent(object, frames);
        object.retain();
    }

    @Override
    protected void released() {
        object.release();
        super.released();
    }

    @Override
    public void read(IoVector to, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        content.read(to, offset);
        accessed();
    }

    @Override
    public void write(IoVector from, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        Inode inode = inode();
        if (inode.sealed(Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_FUTURE_WRITE)
                || inode.sealed(Fcntl.F_SEAL_GROW) && offset + from.remaining() > object.size()) {
            throw Errno.EPERM;
        }
        long at = appending() ? object.size() : offset;
        if (at > Long.MAX_VALUE - from.remaining()) {
            throw Errno.EFBIG;
        }
        try {
            while (from.remaining() > 0) {
                checkRoom(at >>> Frames.SHIFT);
                at += content.writePage(from, at, Frames.SIZE);
                if (at > object.size()) {
                    object.resize(at);
                }
            }
        } finally {
            if (from.done() > 0) {
                inode.written(inode.superBlock().now());
            }
        }
    }

    private void checkRoom(long index) throws Errno {
        if (!object.isPaged() && !object.resident(index) && frames.free() < frames.total() / RESERVE_DIVISOR) {
            throw Errno.ENOSPC;
        }
    }

    @Override
    protected long endOfFile() {
        return object.size();
    }

    @Override
    protected long nextData(long offset) {
        if (object.isPaged()) {
            return offset;
        }
        long index = object.nextResident(offset >>> Frames.SHIFT);
        return index < 0 ? -1 : Math.max(offset, index << Frames.SHIFT);
    }

    @Override
    protected long nextHole(long offset) {
        if (object.isPaged()) {
            return object.size();
        }
        long index = offset >>> Frames.SHIFT;
        while (object.resident(index)) {
            index++;
        }
        return Math.min(Math.max(offset, index << Frames.SHIFT), object.size());
    }

    @Override
    public void truncate(long length) throws Errno {
        Inode inode = inode();
        if (inode.sealed(Fcntl.F_SEAL_SHRINK) && length < object.size()
                || inode.sealed(Fcntl.F_SEAL_GROW) && length > object.size()) {
            throw Errno.EPERM;
        }
        inode.resize(length);
    }

    @Override
    public void allocate(int mode, long offset, long length) throws Errno {
        long end = offset + length;
        boolean keepSize = (mode & Fcntl.FALLOC_FL_KEEP_SIZE) != 0;
        Inode inode = inode();
        if (inode.sealed(Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_FUTURE_WRITE) && (mode & Fcntl.FALLOC_FL_PUNCH_HOLE) != 0
                || inode.sealed(Fcntl.F_SEAL_GROW) && !keepSize && end > object.size()) {
            throw Errno.EPERM;
        }
        switch (mode & ~Fcntl.FALLOC_FL_KEEP_SIZE) {
            case 0 -> reserve(offset, end, keepSize);
            case Fcntl.FALLOC_FL_PUNCH_HOLE -> {
                if (!keepSize) {
                    throw Errno.EOPNOTSUPP;
                }
                clear(offset, Math.min(end, object.size()));
            }
            default -> throw Errno.EOPNOTSUPP;
        }
        if (!keepSize && end > object.size()) {
            inode.resize(end);
        }
        inode.written(inode.superBlock().now());
    }

    private void reserve(long offset, long end, boolean keepSize) throws Errno {
        long limit = keepSize ? Math.min(end, object.size()) : end;
        long pages = (limit + Frames.SIZE - 1 >>> Frames.SHIFT) - (offset >>> Frames.SHIFT);
        if (pages > frames.free() - frames.total() / RESERVE_DIVISOR) {
            throw Errno.ENOSPC;
        }
        for (long index = offset >>> Frames.SHIFT; index << Frames.SHIFT < limit; index++) {
            object.frame(index);
        }
    }

    /** Makes the range read as zeroes; whole pages give their memory back where nothing would fill them again. */
    private void clear(long from, long to) throws Errno {
        for (long at = from; at < to; ) {
            int within = (int) at & Frames.SIZE - 1;
            int chunk = (int) Math.min(Frames.SIZE - within, to - at);
            long index = at >>> Frames.SHIFT;
            if (!object.isPaged() && within == 0 && (chunk == Frames.SIZE || at + chunk == object.size())) {
                long last = to == object.size() ? to + Frames.SIZE - 1 >>> Frames.SHIFT : to >>> Frames.SHIFT;
                object.drop(index, last);
                at = Math.min(last << Frames.SHIFT, to);
                continue;
            }
            if (!object.absent(index)) {
                frames.memory().fill(object.writableFrame(index) + within, chunk, (byte) 0);
            }
            at += chunk;
        }
    }

    @Override
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        boolean writes = shared && (protection & Vma.WRITE) != 0;
        if (!readable() || writes && !writable()) {
            throw Errno.EACCES;
        }
        Inode inode = inode();
        boolean sealed = inode.sealed(Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_FUTURE_WRITE);
        boolean executable = (path().mount().flags() & Mount.NOEXEC) == 0;
        if (writes && sealed || (protection & Vma.EXEC) != 0 && !executable) {
            throw Errno.EPERM;
        }
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw Errno.EOVERFLOW;
        }
        int maximum = Vma.READ | (executable ? Vma.EXEC : 0) | (!shared || writable() && !sealed ? Vma.WRITE : 0);
        if (writes) {
            inode.written(inode.superBlock().now());
        }
        return new MappedFile(
                object.id(), offset, null, inode.superBlock().device(), inode.number(), maximum);
    }

    @Override
    public long control(int command, long argument) throws Errno {
        Inode inode = inode();
        return switch (command) {
            case Fcntl.F_GET_SEALS -> {
                if (inode.seals() == Inode.UNSEALABLE) {
                    throw Errno.EINVAL;
                }
                yield inode.seals();
            }
            case Fcntl.F_ADD_SEALS -> {
                addSeals((int) argument);
                yield 0;
            }
            default -> super.control(command, argument);
        };
    }

    private void addSeals(int seals) throws Errno {
        Inode inode = inode();
        if (!writable() || inode.sealed(Fcntl.F_SEAL_SEAL)) {
            throw Errno.EPERM;
        }
        int known = 2 * Fcntl.F_SEAL_EXEC - 1;
        if (inode.seals() == Inode.UNSEALABLE || (seals & ~known) != 0) {
            throw Errno.EINVAL;
        }
        if ((seals & Fcntl.F_SEAL_WRITE) != 0 && object.isMappedForWriting()) {
            throw Errno.EBUSY;
        }
        inode.setSeals(inode.seals() | seals);
    }
}

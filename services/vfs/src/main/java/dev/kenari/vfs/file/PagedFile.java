package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** A regular file in the page cache. */
public final class PagedFile extends RegularFile {
    /** Of all frames, one in this many is not given to files. */
    private static final int RESERVE_DIVISOR = 64;

    private static final int DIRECT_ALIGNMENT = 512;
    private static final int MAX_READ_AHEAD = 256;

    private static final int POSIX_FADV_NORMAL = 0;
    private static final int POSIX_FADV_RANDOM = 1;
    private static final int POSIX_FADV_SEQUENTIAL = 2;
    private static final int POSIX_FADV_WILLNEED = 3;
    private static final int POSIX_FADV_DONTNEED = 4;

    private final Frames frames;
    private MemoryObject object;
    private CachedContent content;

    public PagedFile(Path path, int flags, MemoryObject object) throws Errno {
        this(path, flags, object, true);
    }

    private PagedFile(Path path, int flags, MemoryObject object, boolean counted) throws Errno {
        super(path, flags, counted);
        this.object = object;
        this.frames = path.inode().superBlock().kernel().frames();
        this.content = new CachedContent(object, frames);
        object.retain();
    }

    /** What memfd_create(2) makes: it can be executed although it can be written. */
    public static PagedFile memory(Path path, MemoryObject object) throws Errno {
        return new PagedFile(path, Fcntl.O_RDWR, object, false);
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
        follow();
        checkDirect(offset, to.remaining());
        content.read(to, offset);
        if (direct()) {
            object.forgetClean(page(offset), page(offset + to.done() + Frames.SIZE - 1), Integer.MAX_VALUE);
        }
        accessed();
    }

    /** Where layers share content, the file may have got a page cache of its own since it was opened for reading. */
    private void follow() throws Errno {
        if (!inode().superBlock().description().layered()) {
            return;
        }
        MemoryObject now = inode().object();
        if (now != null && now != object) {
            now.retain();
            object.release();
            object = now;
            content = new CachedContent(now, frames);
        }
    }

    private static long page(long offset) {
        return offset >>> Frames.SHIFT;
    }

    private boolean direct() {
        return (flags() & Fcntl.O_DIRECT) != 0 && object.isStored();
    }

    /** O_DIRECT passes through the page cache, but leaves nothing in it, and what is written is with the device on return. */
    private void checkDirect(long offset, long length) throws Errno {
        if (direct() && ((offset | length) & DIRECT_ALIGNMENT - 1) != 0) {
            throw Errno.EINVAL;
        }
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
        checkDirect(at, from.remaining());
        long began = at;
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
        if (direct()) {
            object.writeBack(page(began), page(at + Frames.SIZE - 1));
            object.forgetClean(page(began), page(at + Frames.SIZE - 1), Integer.MAX_VALUE);
        }
    }

    private void checkRoom(long index) throws Errno {
        if (!object.isPaged() && !object.resident(index) && frames.free() < frames.total() / RESERVE_DIVISOR) {
            throw Errno.ENOSPC;
        }
    }

    @Override
    public long endOfFile() throws Errno {
        follow();
        return object.size();
    }

    @Override
    protected long nextData(long offset) throws Errno {
        if (object.isStored()) {
            inode().flush();
            object.writeBack();
            return fileSystem().nextData(inode().node(), offset);
        }
        if (object.isPaged()) {
            return offset;
        }
        long index = object.nextResident(offset >>> Frames.SHIFT);
        return index < 0 ? -1 : Math.max(offset, index << Frames.SHIFT);
    }

    @Override
    protected long nextHole(long offset) throws Errno {
        if (object.isStored()) {
            inode().flush();
            object.writeBack();
            long hole = fileSystem().nextHole(inode().node(), offset);
            return hole < 0 ? object.size() : Math.min(hole, object.size());
        }
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
        if (object.isStored()) {
            allocateStored(mode, offset, end);
            return;
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

    private FileSystem fileSystem() {
        return inode().superBlock().fileSystem();
    }

    private void allocateStored(int mode, long offset, long end) throws Errno {
        Inode inode = inode();
        inode.flush();
        boolean erases = (mode & (Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_ZERO_RANGE)) != 0;
        boolean moves = (mode & (Fcntl.FALLOC_FL_COLLAPSE_RANGE | Fcntl.FALLOC_FL_INSERT_RANGE)) != 0;
        long lastPage = page(end + Frames.SIZE - 1);
        if (erases) {
            clearEdges(offset, Math.min(end, object.size()));
        }
        object.writeBack(page(offset), moves ? Long.MAX_VALUE : lastPage);
        long now = inode.superBlock().now();
        fileSystem().allocate(inode.node(), mode, offset, end - offset, now);
        if (erases) {
            object.drop(page(offset + Frames.SIZE - 1), page(end));
        } else if (moves) {
            object.drop(page(offset), Long.MAX_VALUE);
            long length = end - offset;
            object.resize(object.size() + ((mode & Fcntl.FALLOC_FL_INSERT_RANGE) != 0 ? length : -length));
        }
        if ((mode & Fcntl.FALLOC_FL_KEEP_SIZE) == 0 && !moves && end > object.size()) {
            inode.resize(end);
        }
        inode.written(now);
    }

    /** Zeroes what the range has of pages that it does not cover. */
    private void clearEdges(long from, long to) throws Errno {
        long firstWhole = page(from + Frames.SIZE - 1) << Frames.SHIFT;
        long endWhole = page(to) << Frames.SHIFT;
        if (firstWhole > endWhole) {
            clear(from, to);
            return;
        }
        clear(from, firstWhole);
        clear(endWhole, to);
    }

    /** posix_fadvise(2), readahead(2). */
    public void advise(long offset, long length, int advice) throws Errno {
        long end = length == 0 ? object.size() : Math.min(offset + length, object.size());
        switch (advice) {
            case POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL -> content.setRandom(false);
            case POSIX_FADV_RANDOM -> content.setRandom(true);
            case POSIX_FADV_WILLNEED -> {
                for (long index = page(offset); object.isPaged() && index < page(end + Frames.SIZE - 1); index++) {
                    object.readAhead(index, (int) Math.min(page(end + Frames.SIZE - 1) - index, MAX_READ_AHEAD));
                }
            }
            case POSIX_FADV_DONTNEED -> {
                if (object.isStored()) {
                    long first = page(offset + Frames.SIZE - 1);
                    long last = page(end == object.size() ? end + Frames.SIZE - 1 : end);
                    object.writeBack(first, last);
                    object.forgetClean(first, last, Integer.MAX_VALUE);
                }
            }
            default -> {} // POSIX_FADV_NOREUSE does nothing on Linux either.
        }
    }

    /** sync_file_range(2): pages only, no attributes. */
    @Override
    public void syncRange(long offset, long end) throws Errno {
        object.writeBack(page(offset), end == Long.MAX_VALUE ? end : page(end + Frames.SIZE - 1));
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
        follow();
        boolean writes = shared && (protection & Vma.WRITE) != 0;
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

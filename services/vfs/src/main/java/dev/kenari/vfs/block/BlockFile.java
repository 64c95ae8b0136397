package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.file.CachedContent;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.RegularFile;
import dev.kenari.vfs.namespace.Path;
import java.util.List;

/** A block special file: the device's page cache, or with O_DIRECT the device itself. */
public final class BlockFile extends RegularFile {
    private static final int LOOP_REQUESTS = 0x4C;
    private static final int DIRECT_CHUNK = 1 << 19;

    private final BlockVolume volume;
    private final BlockIoctls ioctls;
    private final MemoryObject cache;
    private final CachedContent content;

    /** @throws Errno EBUSY with O_EXCL if somebody claims the device; ENXIO */
    public static BlockFile open(Path path, int flags, BlockLayer layer) throws Errno {
        BlockVolume volume = layer.find(path.inode().rdev());
        volume.open();
        boolean done = false;
        try {
            BlockFile file = new BlockFile(path, flags, layer, volume);
            if ((flags & Fcntl.O_EXCL) != 0) {
                volume.claim(file);
            }
            done = true;
            return file;
        } finally {
            if (!done) {
                volume.close();
            }
        }
    }

    private BlockFile(Path path, int flags, BlockLayer layer, BlockVolume volume) throws Errno {
        super(path, flags);
        this.volume = volume;
        this.ioctls = new BlockIoctls(layer, volume);
        this.cache = volume.cache();
        this.content = new CachedContent(cache, volume.kernel().frames());
    }

    public BlockVolume volume() {
        return volume;
    }

    @Override
    protected void released() {
        volume.unclaim(this);
        volume.close();
        super.released();
    }

    private boolean direct() {
        return (flags() & Fcntl.O_DIRECT) != 0;
    }

    @Override
    public void read(IoVector to, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        if (!direct()) {
            content.read(to, offset);
            return;
        }
        checkAligned(offset, to.remaining());
        cache.writeBack(page(offset), page(offset + to.remaining() + Frames.SIZE - 1));
        for (long at = offset; to.remaining() > 0 && at < volume.size(); ) {
            int chunk = to.remaining((int) Math.min(DIRECT_CHUNK, volume.size() - at));
            to.put(volume.device().read(at / BlockDevice.SECTOR, chunk), 0, chunk);
            at += chunk;
        }
    }

    private static long page(long offset) {
        return offset >>> Frames.SHIFT;
    }

    private void checkAligned(long offset, long length) throws Errno {
        int block = volume.device().limits().logicalBlock();
        if (offset % block != 0 || length % block != 0) {
            throw Errno.EINVAL;
        }
    }

    @Override
    public void write(IoVector from, long offset) throws Errno {
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        if (volume.device().readOnly()) {
            throw Errno.EPERM;
        }
        if (from.remaining() > 0 && offset >= volume.size()) {
            throw Errno.ENOSPC;
        }
        if (direct()) {
            writeDirect(from, offset);
        } else {
            for (long at = offset; from.remaining() > 0 && at < volume.size(); ) {
                at += content.writePage(from, at, (int) Math.min(Frames.SIZE, volume.size() - at));
            }
        }
    }

    private void writeDirect(IoVector from, long offset) throws Errno {
        checkAligned(offset, from.remaining());
        long first = page(offset);
        long end = page(offset + from.remaining() + Frames.SIZE - 1);
        cache.writeBack(first, end);
        try {
            for (long at = offset; from.remaining() > 0 && at < volume.size(); ) {
                int chunk = from.remaining((int) Math.min(DIRECT_CHUNK, volume.size() - at));
                volume.device().write(List.of(new BlockWrite(at / BlockDevice.SECTOR, from.take(chunk))));
                at += chunk;
            }
        } finally {
            cache.drop(first, end);
        }
    }

    @Override
    public long endOfFile() {
        return volume.size();
    }

    @Override
    public void syncRange(long offset, long end) throws Errno {
        cache.writeBack(page(offset), end == Long.MAX_VALUE ? end : page(end + Frames.SIZE - 1));
    }

    @Override
    public void sync(boolean dataOnly) throws Errno {
        volume.sync();
    }

    @Override
    public void allocate(int mode, long offset, long length) throws Errno {
        int erasing = mode & (Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_ZERO_RANGE);
        if (erasing == 0 || (mode & ~(erasing | Fcntl.FALLOC_FL_KEEP_SIZE)) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        checkAligned(offset, length);
        if (offset + length > volume.size()) {
            throw Errno.EINVAL;
        }
        ioctls.erase(offset, length, false);
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        if (volume instanceof LoopVolume loop && request >>> 8 == LOOP_REQUESTS) {
            LoopDevices.run(loop, client, request, argument, memory);
            return 0;
        }
        return ioctls.run(request, writable(), memory);
    }

    @Override
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        boolean writes = shared && (protection & Vma.WRITE) != 0;
        if (!readable() || writes && (!writable() || volume.device().readOnly())) {
            throw Errno.EACCES;
        }
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw Errno.EOVERFLOW;
        }
        int maximum = Vma.READ | Vma.EXEC | (!shared || writable() ? Vma.WRITE : 0);
        return new MappedFile(cache.id(), offset, null, inode().superBlock().device(), inode().number(), maximum);
    }
}

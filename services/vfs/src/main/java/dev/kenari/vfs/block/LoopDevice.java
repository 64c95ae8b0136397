package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.Kernel;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.file.RegularFile;
import dev.kenari.vfs.namespace.PathName;
import java.util.List;

/** loop(4): a file as a disk. Without a file it has no sectors. */
final class LoopDevice implements BlockDevice {
    private static final int ERASE =
            Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE;
    private static final long MAX_SECTORS = 1 << 21;

    private final PhysicalMemory memory;
    private final int number;
    private RegularFile file;
    private String backing = "";
    private LoopInfo info;
    private long sectors;
    private int blockSize = SECTOR;

    LoopDevice(Kernel kernel, int number) {
        this.memory = kernel.frames().memory();
        this.number = number;
    }

    boolean isBound() {
        return file != null;
    }

    String backing() {
        return backing;
    }

    LoopInfo info() throws Errno {
        if (file == null) {
            throw Errno.ENXIO;
        }
        return info;
    }

    /** As LOOP_GET_STATUS64 gives it. ENXIO. */
    byte[] status() throws Errno {
        LoopInfo now = info();
        return now.bytes(file.inode().superBlock().device(), file.inode().number(), number);
    }

    /** Sets it up on an open file, which it keeps. EBUSY, EINVAL. */
    void bind(Client client, OpenFileDescription opened, LoopInfo how) throws Errno {
        if (file != null) {
            throw Errno.EBUSY;
        }
        if (!(opened instanceof RegularFile regular) || how.offset() < 0 || how.sizeLimit() < 0) {
            throw Errno.EINVAL;
        }
        opened.retain();
        file = regular;
        backing = PathName.listed(opened.path(), client.fs().root());
        info = how;
        int readOnly = how.flags() & LoopInfo.READ_ONLY | (opened.writable() ? 0 : LoopInfo.READ_ONLY);
        change(new LoopInfo(
                how.offset(), how.sizeLimit(), how.flags() & LoopInfo.AUTOCLEAR | readOnly, how.name()));
    }

    /** LOOP_SET_STATUS64: another part of the file. */
    void change(LoopInfo how) throws Errno {
        info();
        info = how;
        measure();
    }

    /** The file may have another size now. */
    void measure() throws Errno {
        long bytes = file.endOfFile() - info.offset();
        long limited = info.sizeLimit() > 0 ? Math.min(bytes, info.sizeLimit()) : bytes;
        sectors = Math.max(0, limited) / SECTOR;
    }

    void setBlockSize(int size) throws Errno {
        if (size < SECTOR || size > 4096 || Integer.bitCount(size) != 1) {
            throw Errno.EINVAL;
        }
        blockSize = size;
    }

    void unbind() {
        if (file != null) {
            RegularFile gone = file;
            file = null;
            backing = "";
            sectors = 0;
            blockSize = SECTOR;
            gone.release();
        }
    }

    @Override
    public String name() {
        return "loop" + number;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public boolean readOnly() {
        return file != null && (info.flags() & LoopInfo.READ_ONLY) != 0;
    }

    @Override
    public BlockLimits limits() {
        return new BlockLimits(blockSize, blockSize, true, MAX_SECTORS, MAX_SECTORS, "");
    }

    private long place(long sector, long count) throws Errno {
        if (file == null || sector < 0 || count < 0 || sector > sectors || count > sectors - sector) {
            throw Errno.EIO;
        }
        return info.offset() + sector * SECTOR;
    }

    private void checkWritable() throws Errno {
        if (readOnly()) {
            throw Errno.EROFS;
        }
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        long offset = place(sector, length / SECTOR);
        byte[] bytes = new byte[length];
        ArrayVector to = new ArrayVector(bytes, length, memory);
        // What the file ends before reads as zeroes.
        file.read(to, offset);
        return bytes;
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        checkWritable();
        for (BlockWrite write : writes) {
            store(write.sector(), write.bytes());
        }
    }

    private void store(long sector, byte[] bytes) throws Errno {
        ArrayVector from = new ArrayVector(bytes, bytes.length, memory);
        file.write(from, place(sector, bytes.length / SECTOR));
        if (from.remaining() > 0) {
            throw Errno.EIO;
        }
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        for (BlockTransfer t : transfers) {
            if (t.write()) {
                checkWritable();
                byte[] bytes = new byte[t.length()];
                memory.read(t.address(), bytes, 0, bytes.length);
                store(t.sector(), bytes);
            } else {
                memory.write(t.address(), read(t.sector(), t.length()), 0, t.length());
            }
        }
    }

    @Override
    public void flush() throws Errno {
        if (file != null && !readOnly()) {
            file.sync(true);
        }
    }

    @Override
    public void discard(long sector, long count) throws Errno {
        writeZeroes(sector, count);
    }

    @Override
    public void writeZeroes(long sector, long count) throws Errno {
        checkWritable();
        file.allocate(ERASE, place(sector, count), count * SECTOR);
    }
}

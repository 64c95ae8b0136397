package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockStatistics;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.time.Timers;
import java.util.ArrayList;
import java.util.List;

/** A range of a disk as a disk. It counts what passes through it; what is merged, the disk alone knows. */
final class BlockPartition implements BlockDevice {
    private final BlockDevice disk;
    private final String name;
    private final long start;
    private final long sectors;
    private final Timers timers;
    private final long[] counts = new long[BlockStatistics.KINDS * BlockStatistics.FIELDS];
    private int inFlight;
    private long busySince;
    private long busy;

    BlockPartition(BlockDevice disk, String name, long start, long sectors, Timers timers) {
        this.disk = disk;
        this.name = name;
        this.start = start;
        this.sectors = sectors;
        this.timers = timers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public BlockLimits limits() {
        return disk.limits();
    }

    @Override
    public boolean readOnly() {
        return disk.readOnly();
    }

    @Override
    public BlockStatistics statistics() {
        long now = inFlight > 0 ? timers.now() - busySince : 0;
        return new BlockStatistics(counts.clone(), inFlight, busy + now, busy + now);
    }

    /** What is asked of the disk. */
    @FunctionalInterface
    private interface Request {
        void run() throws Errno;
    }

    private void counted(int kind, long count, Request request) throws Errno {
        long began = timers.now();
        busySince = inFlight++ == 0 ? began : busySince;
        try {
            request.run();
        } finally {
            long now = timers.now();
            busy += --inFlight == 0 ? now - busySince : 0;
            int at = kind * BlockStatistics.FIELDS;
            counts[at + BlockStatistics.ENDED]++;
            counts[at + BlockStatistics.SECTORS] += count;
            counts[at + BlockStatistics.NANOS] += now - began;
        }
    }

    private long place(long sector, long count) throws Errno {
        if (sector < 0 || count < 0 || sector > sectors || count > sectors - sector) {
            throw Errno.EIO;
        }
        return start + sector;
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        long from = place(sector, length / SECTOR);
        byte[][] result = new byte[1][];
        counted(BlockStatistics.READ, length / SECTOR, () -> result[0] = disk.read(from, length));
        return result[0];
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        List<BlockWrite> placed = new ArrayList<>(writes.size());
        long count = 0;
        for (BlockWrite write : writes) {
            int length = write.bytes().length / SECTOR;
            placed.add(new BlockWrite(place(write.sector(), length), write.bytes()));
            count += length;
        }
        counted(BlockStatistics.WRITE, count, () -> disk.write(placed));
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        List<BlockTransfer> placed = new ArrayList<>(transfers.size());
        long count = 0;
        boolean writes = false;
        for (BlockTransfer t : transfers) {
            placed.add(new BlockTransfer(t.write(), place(t.sector(), t.length() / SECTOR), t.address(), t.length()));
            count += t.length() / SECTOR;
            writes |= t.write();
        }
        counted(writes ? BlockStatistics.WRITE : BlockStatistics.READ, count, () -> disk.transfer(placed));
    }

    @Override
    public void flush() throws Errno {
        counted(BlockStatistics.FLUSH, 0, disk::flush);
    }

    @Override
    public void discard(long sector, long count) throws Errno {
        long from = place(sector, count);
        counted(BlockStatistics.DISCARD, count, () -> disk.discard(from, count));
    }

    @Override
    public void writeZeroes(long sector, long count) throws Errno {
        long from = place(sector, count);
        counted(BlockStatistics.WRITE, count, () -> disk.writeZeroes(from, count));
    }
}

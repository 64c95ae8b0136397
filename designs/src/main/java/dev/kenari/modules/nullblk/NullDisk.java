package dev.kenari.modules.nullblk;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.List;

/** A disk of zeroes that takes every write and forgets it. */
final class NullDisk implements BlockDevice {
    private final PhysicalMemory memory;
    private final String name;
    private final long sectors;
    private final BlockLimits limits;

    NullDisk(PhysicalMemory memory, String name, long sectors, int block) {
        this.memory = memory;
        this.name = name;
        this.sectors = sectors;
        this.limits = new BlockLimits(block, block, false, 0, 0, "");
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
        return limits;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    private void check(long sector, long bytes) throws Errno {
        if (sector < 0 || sector > sectors || bytes / SECTOR > sectors - sector) {
            throw Errno.EIO;
        }
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        check(sector, length);
        return new byte[length];
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        for (BlockWrite write : writes) {
            check(write.sector(), write.bytes().length);
        }
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        for (BlockTransfer transfer : transfers) {
            check(transfer.sector(), transfer.length());
            if (!transfer.write()) {
                memory.fill(transfer.address(), transfer.length(), (byte) 0);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void discard(long sector, long count) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    @Override
    public void writeZeroes(long sector, long count) throws Errno {
        throw Errno.EOPNOTSUPP;
    }
}

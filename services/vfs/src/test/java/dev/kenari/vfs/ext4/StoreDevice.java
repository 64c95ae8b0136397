package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.DiskStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A block device without a driver: requests go to the store at once. */
class StoreDevice implements BlockDevice {
    private final DiskStore store;
    private final PhysicalMemory memory;
    private final boolean readOnly;

    StoreDevice(DiskStore store, PhysicalMemory memory) {
        this(store, memory, false);
    }

    StoreDevice(DiskStore store, PhysicalMemory memory, boolean readOnly) {
        this.store = store;
        this.memory = memory;
        this.readOnly = readOnly;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public long sectors() {
        return store.size() / SECTOR;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    private void check(long sector, int length) throws Errno {
        if (sector < 0 || sector > sectors() - length / SECTOR) {
            throw Errno.EIO;
        }
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        check(sector, length);
        byte[] bytes = new byte[length];
        try {
            store.read(sector * SECTOR, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw Errno.EIO;
        }
        return bytes;
    }

    private void write(long sector, byte[] bytes) throws Errno {
        check(sector, bytes.length);
        if (readOnly) {
            throw Errno.EROFS;
        }
        try {
            store.write(sector * SECTOR, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw Errno.EIO;
        }
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        for (BlockWrite write : writes) {
            write(write.sector(), write.bytes());
        }
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        for (BlockTransfer transfer : transfers) {
            if (transfer.write()) {
                byte[] bytes = new byte[transfer.length()];
                memory.read(transfer.address(), bytes, 0, bytes.length);
                write(transfer.sector(), bytes);
            } else {
                byte[] bytes = read(transfer.sector(), transfer.length());
                memory.write(transfer.address(), bytes, 0, bytes.length);
            }
        }
    }

    @Override
    public void flush() throws Errno {
        try {
            store.flush();
        } catch (IOException e) {
            throw Errno.EIO;
        }
    }

    @Override
    public void discard(long sector, long sectors) throws Errno {
        throw Errno.EOPNOTSUPP;
    }

    @Override
    public void writeZeroes(long sector, long sectors) throws Errno {
        throw Errno.EOPNOTSUPP;
    }
}

package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockWrite;
import java.util.ArrayList;
import java.util.List;

/** The blocks of the log on the device: a ring from {@link JournalSuperblock#first} to the end. */
final class JournalLog {
    private final BlockDevice device;
    private final int blockSize;
    /** Where each block of the log lies. */
    private final long[] blocks;
    private List<BlockWrite> queued = new ArrayList<>();

    JournalLog(BlockDevice device, int blockSize, long[] blocks) {
        this.device = device;
        this.blockSize = blockSize;
        this.blocks = blocks;
    }

    int blockSize() {
        return blockSize;
    }

    int length() {
        return blocks.length;
    }

    byte[] read(int index) throws Errno {
        return device.read(sector(index), blockSize);
    }

    /** To be written with the next {@link #send}. */
    void queue(int index, byte[] bytes) {
        queued.add(new BlockWrite(sector(index), bytes));
    }

    /** Writes what is queued, in any order. */
    void send() throws Errno {
        List<BlockWrite> writes = queued;
        queued = new ArrayList<>();
        device.write(writes);
    }

    void flush() throws Errno {
        device.flush();
    }

    /** Writes a file system's block to its place. */
    void writeHome(long block, byte[] bytes) throws Errno {
        device.write(List.of(new BlockWrite(block * (blockSize / BlockDevice.SECTOR), bytes)));
    }

    private long sector(int index) {
        return blocks[index] * (blockSize / BlockDevice.SECTOR);
    }
}

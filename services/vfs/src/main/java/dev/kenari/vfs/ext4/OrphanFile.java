package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/**
 * The file of orphans (kernel documentation, "Orphan file"): its blocks are arrays of inode numbers, 0 where there is none, with a magic
 * number and a checksum at the end.
 */
final class OrphanFile {
    private static final int MAGIC = 0x0B10_CA04;
    private static final int TAIL = 8;

    private final Volume volume;
    private final int number;

    OrphanFile(Volume volume) {
        this.volume = volume;
        this.number = volume.superblock().orphanFile();
    }

    int slotsPerBlock() {
        return (volume.superblock().blockSize - TAIL) / 4;
    }

    private Ext4Inode inode() throws Errno {
        return volume.used(number);
    }

    long blocks() throws Errno {
        long count = inode().size() / volume.superblock().blockSize;
        if (count > volume.superblock().blocks) {
            throw volume.corrupt("the orphan file is too long");
        }
        return count;
    }

    private Buffer block(long index) throws Errno {
        Extent extent = BlockMap.find(volume, inode(), index);
        if (!extent.hasData()) {
            throw volume.corrupt("the orphan file has a hole");
        }
        Buffer block = volume.cache().read(extent.locate(index));
        if (!block.checkedAs("orphans")) {
            int tail = slotsPerBlock() * 4;
            if (block.s32(tail) != MAGIC) {
                throw volume.corrupt("bad block of the orphan file");
            }
            if (volume.superblock().checksums() && block.s32(tail + 4) != checksum(block)) {
                throw volume.badChecksum("orphan file");
            }
            block.setCheckedAs("orphans");
        }
        return block;
    }

    private int checksum(Buffer block) throws Errno {
        int seed = Crc32c.ofLong(inode().seed(volume.seed()), block.block);
        return Crc32c.of(seed, block.bytes(), 0, slotsPerBlock() * 4);
    }

    int get(long slot) throws Errno {
        return block(slot / slotsPerBlock()).s32((int) (slot % slotsPerBlock()) * 4);
    }

    void put(long slot, int orphan) throws Errno {
        Buffer block = block(slot / slotsPerBlock());
        volume.cache().modify(block);
        block.put32((int) (slot % slotsPerBlock()) * 4, orphan);
        if (volume.superblock().checksums()) {
            block.put32(slotsPerBlock() * 4 + 4, checksum(block));
        }
    }

    /** A free slot; -1 if there is none. */
    long freeSlot() throws Errno {
        long slots = blocks() * slotsPerBlock();
        for (long slot = 0; slot < slots; slot++) {
            if (get(slot) == 0) {
                return slot;
            }
        }
        return -1;
    }
}

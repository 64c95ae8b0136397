package dev.kenari.vfs.ext4;

/** A block group's descriptor (kernel documentation, "Block Group Descriptors"): a view on its bytes. */
final class GroupDescriptor {
    static final int INODE_UNINIT = 1;
    static final int BLOCK_UNINIT = 2;

    private static final int CHECKSUM = 0x1E;
    private static final int WIDE = 64;

    final int number;
    final Buffer buffer;
    private final int base;
    private final int size;

    GroupDescriptor(int number, Buffer buffer, int base, int size) {
        this.number = number;
        this.buffer = buffer;
        this.base = base;
        this.size = size;
    }

    private long block(int low, int high) {
        return buffer.u32(base + low) | (size >= WIDE ? buffer.u32(base + high) << 32 : 0);
    }

    private int count(int low, int high) {
        return buffer.u16(base + low) | (size >= WIDE ? buffer.u16(base + high) << 16 : 0);
    }

    private void putCount(int low, int high, int value) {
        buffer.put16(base + low, value);
        if (size >= WIDE) {
            buffer.put16(base + high, value >>> 16);
        }
    }

    long blockBitmap() {
        return block(0x0, 0x20);
    }

    long inodeBitmap() {
        return block(0x4, 0x24);
    }

    long inodeTable() {
        return block(0x8, 0x28);
    }

    int freeBlocks() {
        return count(0xC, 0x2C);
    }

    void setFreeBlocks(int value) {
        putCount(0xC, 0x2C, value);
    }

    int freeInodes() {
        return count(0xE, 0x2E);
    }

    void setFreeInodes(int value) {
        putCount(0xE, 0x2E, value);
    }

    int directories() {
        return count(0x10, 0x30);
    }

    void setDirectories(int value) {
        putCount(0x10, 0x30, value);
    }

    boolean has(int flag) {
        return (buffer.u16(base + 0x12) & flag) != 0;
    }

    void clear(int flag) {
        buffer.put16(base + 0x12, buffer.u16(base + 0x12) & ~flag);
    }

    /** Inodes at the end of the table that were never used. */
    int unusedInodes() {
        return count(0x1C, 0x32);
    }

    void setUnusedInodes(int value) {
        putCount(0x1C, 0x32, value);
    }

    boolean bitmapMatches(boolean inodes, int checksum) {
        int stored = inodes ? count(0x1A, 0x3A) : count(0x18, 0x38);
        return stored == (size >= WIDE ? checksum : checksum & 0xFFFF);
    }

    void setBitmapChecksum(boolean inodes, int checksum) {
        if (inodes) {
            putCount(0x1A, 0x3A, checksum);
        } else {
            putCount(0x18, 0x38, checksum);
        }
    }

    private int checksum(int seed) {
        byte[] copy = buffer.get(base, size);
        copy[CHECKSUM] = 0;
        copy[CHECKSUM + 1] = 0;
        return Crc32c.of(Crc32c.ofInt(seed, number), copy) & 0xFFFF;
    }

    boolean sealed(int seed) {
        return buffer.u16(base + CHECKSUM) == checksum(seed);
    }

    void seal(int seed) {
        buffer.put16(base + CHECKSUM, checksum(seed));
    }
}

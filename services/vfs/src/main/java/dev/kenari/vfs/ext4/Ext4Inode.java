package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;

/** An inode of the table (kernel documentation, "Index Nodes"): a view on its bytes that lasts for one operation. */
final class Ext4Inode {
    static final int INDEXED = 0x1000;
    static final int HUGE_FILE = 0x4_0000;
    static final int EXTENTS = 0x8_0000;
    static final int INLINE_DATA = 0x1000_0000;
    static final int IMMUTABLE = 0x10;
    static final int APPEND_ONLY = 0x20;
    /** What a new file has of its directory's flags. */
    static final int INHERITED = 0x1 | 0x2 | 0x4 | 0x8 | 0x40 | 0x80;

    static final int BLOCK = 0x28;
    static final int BLOCK_BYTES = 60;
    static final int GOOD_OLD_SIZE = 128;
    private static final int CHECKSUM_LOW = 0x7C;
    private static final int EXTRA_SIZE = 0x80;
    private static final int CHECKSUM_HIGH = 0x82;
    private static final long NANOS = 1_000_000_000L;

    /** Where a time is: its seconds, and what extends them. */
    private enum Time {
        ACCESSED(0x8, 0x8C),
        CHANGED(0xC, 0x84),
        MODIFIED(0x10, 0x88),
        BORN(0x90, 0x94);

        final int seconds;
        final int extra;

        Time(int seconds, int extra) {
            this.seconds = seconds;
            this.extra = extra;
        }
    }

    final int number;
    final Buffer buffer;
    final int base;
    private final int size;

    Ext4Inode(int number, Buffer buffer, int base, int size) {
        this.number = number;
        this.buffer = buffer;
        this.base = base;
        this.size = size;
    }

    int mode() {
        return buffer.u16(base);
    }

    void setMode(int mode) {
        buffer.put16(base, mode);
    }

    boolean isDirectory() {
        return FileMode.isDirectory(mode());
    }

    int uid() {
        return buffer.u16(base + 0x2) | buffer.u16(base + 0x78) << 16;
    }

    int gid() {
        return buffer.u16(base + 0x18) | buffer.u16(base + 0x7A) << 16;
    }

    void setUid(int uid) {
        buffer.put16(base + 0x2, uid);
        buffer.put16(base + 0x78, uid >>> 16);
    }

    void setGid(int gid) {
        buffer.put16(base + 0x18, gid);
        buffer.put16(base + 0x7A, gid >>> 16);
    }

    /** Bytes; negative in a damaged inode. */
    long size() {
        return buffer.u32(base + 0x4) | buffer.u32(base + 0x6C) << 32;
    }

    void setSize(long bytes) {
        buffer.put32(base + 0x4, bytes);
        buffer.put32(base + 0x6C, bytes >>> 32);
    }

    int links() {
        return buffer.u16(base + 0x1A);
    }

    void setLinks(int links) {
        buffer.put16(base + 0x1A, links);
    }

    /** When it was deleted, or the next orphan. */
    int deletionTime() {
        return buffer.s32(base + 0x14);
    }

    void setDeletionTime(long seconds) {
        buffer.put32(base + 0x14, seconds);
    }

    /** Of 512 bytes. */
    long sectors(int blockSize) {
        long count = buffer.u32(base + 0x1C) | (long) buffer.u16(base + 0x74) << 32;
        return has(HUGE_FILE) ? count * (blockSize / 512) : count;
    }

    /** Counts blocks in or out; huge files count in blocks, as the format wants. */
    void addBlocks(long blocks, int blockSize) {
        long sectors = sectors(blockSize) + blocks * (blockSize / 512);
        boolean huge = sectors >>> 48 != 0;
        setFlag(HUGE_FILE, huge);
        long count = Math.max(0, huge ? sectors / (blockSize / 512) : sectors);
        buffer.put32(base + 0x1C, count);
        buffer.put16(base + 0x74, (int) (count >>> 32));
    }

    int flags() {
        return buffer.s32(base + 0x20);
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** EPERM for a file that chattr(1) has made unchangeable, or one that only grows. */
    void checkChangeable() throws Errno {
        if (has(IMMUTABLE | APPEND_ONLY)) {
            throw Errno.EPERM;
        }
    }

    void setFlags(int flags) {
        buffer.put32(base + 0x20, flags);
    }

    void setFlag(int flag, boolean on) {
        setFlags(on ? flags() | flag : flags() & ~flag);
    }

    int generation() {
        return buffer.s32(base + 0x64);
    }

    void setGeneration(int value) {
        buffer.put32(base + 0x64, value);
    }

    /** The block of extended attributes; 0 if there is none. */
    long attributeBlock() {
        return buffer.u32(base + 0x68) | (long) buffer.u16(base + 0x76) << 32;
    }

    void setAttributeBlock(long block) {
        buffer.put32(base + 0x68, block);
        buffer.put16(base + 0x76, (int) (block >>> 32));
    }

    /** Bytes beyond the old 128 that hold fields. */
    int extraSize() {
        return size > GOOD_OLD_SIZE ? buffer.u16(base + EXTRA_SIZE) : 0;
    }

    void setExtraSize(int bytes) {
        if (size > GOOD_OLD_SIZE) {
            buffer.put16(base + EXTRA_SIZE, bytes);
        }
    }

    /** Where attributes inside the inode begin, and their room; none if it is not positive. */
    int attributesBase() {
        return base + GOOD_OLD_SIZE + extraSize();
    }

    int attributesRoom() {
        return size > GOOD_OLD_SIZE ? size - GOOD_OLD_SIZE - extraSize() : 0;
    }

    private boolean fits(int end) {
        return end <= GOOD_OLD_SIZE + extraSize();
    }

    private long time(Time time) {
        if (time == Time.BORN && !fits(time.seconds + 4)) {
            return 0;
        }
        long extra = fits(time.extra + 4) ? buffer.u32(base + time.extra) : 0;
        return (buffer.s32(base + time.seconds) + ((extra & 3) << 32)) * NANOS + (extra >>> 2);
    }

    private void setTime(Time time, long nanos) {
        if (time == Time.BORN && !fits(time.seconds + 4)) {
            return;
        }
        long seconds = Math.floorDiv(nanos, NANOS);
        if (fits(time.extra + 4)) {
            long epoch = seconds - (int) seconds >>> 32 & 3;
            buffer.put32(base + time.extra, Math.floorMod(nanos, NANOS) << 2 | epoch);
        } else {
            seconds = Math.clamp(seconds, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        buffer.put32(base + time.seconds, seconds);
    }

    /** All times in nanoseconds since 1970. */
    long accessed() {
        return time(Time.ACCESSED);
    }

    long modified() {
        return time(Time.MODIFIED);
    }

    long changed() {
        return time(Time.CHANGED);
    }

    long born() {
        return time(Time.BORN);
    }

    void setAccessed(long nanos) {
        setTime(Time.ACCESSED, nanos);
    }

    void setModified(long nanos) {
        setTime(Time.MODIFIED, nanos);
    }

    void setChanged(long nanos) {
        setTime(Time.CHANGED, nanos);
    }

    void setBorn(long nanos) {
        setTime(Time.BORN, nanos);
    }

    void touch(long nanos) {
        setModified(nanos);
        setChanged(nanos);
    }

    void clear() {
        buffer.zero(base, size);
    }

    /** Where the checksums of this file's metadata blocks begin. */
    int seed(int fileSystemSeed) {
        return Crc32c.ofInt(Crc32c.ofInt(fileSystemSeed, number), generation());
    }

    private int checksum(int fileSystemSeed) {
        byte[] copy = buffer.get(base, size);
        copy[CHECKSUM_LOW] = 0;
        copy[CHECKSUM_LOW + 1] = 0;
        if (hasHighChecksum()) {
            copy[CHECKSUM_HIGH] = 0;
            copy[CHECKSUM_HIGH + 1] = 0;
        }
        return Crc32c.of(seed(fileSystemSeed), copy);
    }

    private boolean hasHighChecksum() {
        return fits(CHECKSUM_HIGH + 2);
    }

    boolean sealed(int fileSystemSeed) {
        int sum = checksum(fileSystemSeed);
        return buffer.u16(base + CHECKSUM_LOW) == (sum & 0xFFFF)
                && (!hasHighChecksum() || buffer.u16(base + CHECKSUM_HIGH) == sum >>> 16);
    }

    void seal(int fileSystemSeed) {
        int sum = checksum(fileSystemSeed);
        buffer.put16(base + CHECKSUM_LOW, sum);
        if (hasHighChecksum()) {
            buffer.put16(base + CHECKSUM_HIGH, sum >>> 16);
        }
    }
}

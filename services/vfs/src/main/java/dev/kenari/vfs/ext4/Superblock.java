package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/** The superblock's fields (kernel documentation, "ext4 Data Structures and Algorithms", super block), checked once. */
final class Superblock {
    static final int OFFSET = 1024;
    static final int SIZE = 1024;
    static final int ROOT_INODE = 2;
    static final int JOURNAL_INODE = 8;

    static final int COMPAT_HAS_JOURNAL = 4;
    static final int COMPAT_RESIZE_INODE = 0x10;
    static final int COMPAT_DIR_INDEX = 0x20;
    static final int COMPAT_SPARSE_SUPER2 = 0x200;
    static final int COMPAT_ORPHAN_FILE = 0x1000;

    static final int INCOMPAT_FILETYPE = 2;
    static final int INCOMPAT_RECOVER = 4;
    static final int INCOMPAT_META_BG = 0x10;
    static final int INCOMPAT_EXTENTS = 0x40;
    static final int INCOMPAT_64BIT = 0x80;
    static final int INCOMPAT_FLEX_BG = 0x200;
    static final int INCOMPAT_CSUM_SEED = 0x2000;
    static final int INCOMPAT_LARGEDIR = 0x4000;
    static final int INCOMPAT_INLINE_DATA = 0x8000;
    private static final int KNOWN_INCOMPAT = INCOMPAT_FILETYPE | INCOMPAT_RECOVER | INCOMPAT_META_BG | INCOMPAT_EXTENTS
            | INCOMPAT_64BIT | INCOMPAT_FLEX_BG | INCOMPAT_CSUM_SEED | INCOMPAT_LARGEDIR | INCOMPAT_INLINE_DATA;

    static final int RO_COMPAT_SPARSE_SUPER = 1;
    static final int RO_COMPAT_LARGE_FILE = 2;
    static final int RO_COMPAT_HUGE_FILE = 8;
    static final int RO_COMPAT_DIR_NLINK = 0x20;
    static final int RO_COMPAT_METADATA_CSUM = 0x400;
    static final int RO_COMPAT_ORPHAN_PRESENT = 0x10000;
    private static final int KNOWN_RO_COMPAT = RO_COMPAT_SPARSE_SUPER | RO_COMPAT_LARGE_FILE | RO_COMPAT_HUGE_FILE
            | RO_COMPAT_DIR_NLINK | 0x40 | RO_COMPAT_METADATA_CSUM | RO_COMPAT_ORPHAN_PRESENT;

    private static final int MAGIC = 0xEF53;
    private static final int STATE_CLEAN = 1;
    private static final int ERRORS_CONTINUE = 1;
    private static final int FLAG_UNSIGNED_HASH = 2;
    private static final int CHECKSUM = 0x3FC;
    private static final int MIN_BLOCKS_PER_GROUP = 256;

    private final Buffer buffer;
    private final int base;
    final int blockSize;
    final long blocks;
    final int firstDataBlock;
    final int blocksPerGroup;
    final int inodesPerGroup;
    final int inodes;
    final int inodeSize;
    final int descriptorSize;
    final int groups;

    /**
     * EINVAL for what is no ext4 or has unknown features.
     *
     * @param buffer the block that holds the superblock
     * @param torn accepts a wrong checksum: a write that was cut off may have left it
     */
    Superblock(Buffer buffer, long deviceBytes, boolean torn) throws Errno {
        this.buffer = buffer;
        this.base = buffer.size() == SIZE ? 0 : OFFSET;
        blockSize = blockSize(buffer, base);
        blocks = pair(0x4, 0x150);
        firstDataBlock = buffer.s32(base + 0x14);
        blocksPerGroup = buffer.s32(base + 0x20);
        inodesPerGroup = buffer.s32(base + 0x28);
        inodes = buffer.s32(base + 0x0);
        inodeSize = buffer.s32(base + 0x4C) == 0 ? 128 : buffer.u16(base + 0x58);
        descriptorSize = incompat(INCOMPAT_64BIT) ? buffer.u16(base + 0xFE) : 32;
        if ((buffer.s32(base + 0x60) & ~KNOWN_INCOMPAT) != 0) {
            throw Errno.EINVAL;
        }
        if (checksums() && (buffer.u8(base + 0x175) != 1 || !torn && buffer.s32(base + CHECKSUM) != checksum())) {
            throw Errno.EBADMSG;
        }
        groups = checkGeometry(deviceBytes);
    }

    /** Of the file system whose superblock is at {@code base}; EINVAL if there is none, or pages are smaller. */
    static int blockSize(Buffer buffer, int base) throws Errno {
        long log = buffer.u32(base + 0x18);
        if (buffer.u16(base + 0x38) != MAGIC || log > 2) {
            throw Errno.EINVAL;
        }
        return 1024 << log;
    }

    private int checkGeometry(long deviceBytes) throws Errno {
        long data = blocks - firstDataBlock;
        boolean sane = firstDataBlock == (blockSize == 1024 ? 1 : 0)
                && blocks > firstDataBlock
                && blocks <= deviceBytes / blockSize
                && blocksPerGroup >= MIN_BLOCKS_PER_GROUP
                && blocksPerGroup <= blockSize * 8
                && blocksPerGroup % 8 == 0
                && buffer.s32(base + 0x24) == blocksPerGroup
                && buffer.s32(base + 0x1C) == log()
                && inodeSize >= 128
                && inodeSize <= blockSize
                && Integer.bitCount(inodeSize) == 1
                && descriptorSize >= (incompat(INCOMPAT_64BIT) ? 64 : 32)
                && descriptorSize <= blockSize
                && Integer.bitCount(descriptorSize) == 1
                && inodesPerGroup >= blockSize / inodeSize
                && inodesPerGroup <= blockSize * 8
                && inodesPerGroup % 8 == 0
                && firstInode() > JOURNAL_INODE;
        if (!sane) {
            throw Errno.EUCLEAN;
        }
        long count = (data + blocksPerGroup - 1) / blocksPerGroup;
        long tableBlocks = (count * descriptorSize + blockSize - 1) / blockSize;
        if (count * inodesPerGroup != (inodes & 0xFFFF_FFFFL) || inodes <= 0 || tableBlocks >= blocks) {
            throw Errno.EUCLEAN;
        }
        return (int) count;
    }

    private int log() {
        return Integer.numberOfTrailingZeros(blockSize) - 10;
    }

    Buffer buffer() {
        return buffer;
    }

    private long pair(int low, int high) {
        return buffer.u32(base + low) | (incompat(INCOMPAT_64BIT) ? buffer.u32(base + high) << 32 : 0);
    }

    private void putPair(int low, int high, long value) {
        buffer.put32(base + low, value);
        if (incompat(INCOMPAT_64BIT)) {
            buffer.put32(base + high, value >>> 32);
        }
    }

    boolean compat(int feature) {
        return (buffer.s32(base + 0x5C) & feature) != 0;
    }

    boolean incompat(int feature) {
        return (buffer.s32(base + 0x60) & feature) != 0;
    }

    boolean roCompat(int feature) {
        return (buffer.s32(base + 0x64) & feature) != 0;
    }

    /** Whether it can be written without breaking what Kenari does not know; new files have extents. */
    boolean writable() {
        return incompat(INCOMPAT_EXTENTS) && (buffer.s32(base + 0x64) & ~KNOWN_RO_COMPAT) == 0 && !incompat(INCOMPAT_META_BG);
    }

    boolean checksums() {
        return roCompat(RO_COMPAT_METADATA_CSUM);
    }

    /** Where all metadata checksums begin. */
    int checksumSeed() {
        return incompat(INCOMPAT_CSUM_SEED)
                ? buffer.s32(base + 0x270)
                : Crc32c.of(Crc32c.ONES, buffer.bytes(), base + 0x68, 16);
    }

    boolean hasBackup(int group) {
        if (compat(COMPAT_SPARSE_SUPER2)) {
            return group == 0 || group == backupGroup(0) || group == backupGroup(1);
        }
        if (group <= 1 || !roCompat(RO_COMPAT_SPARSE_SUPER)) {
            return true;
        }
        return isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(int number, int of) {
        int left = number;
        while (left % of == 0) {
            left /= of;
        }
        return left == 1;
    }

    /** Blocks of the group's copy of the superblock and the descriptors. */
    int backupBlocks(int group) {
        if (!hasBackup(group)) {
            return 0;
        }
        return 1 + (int) (((long) groups * descriptorSize + blockSize - 1) / blockSize) + reservedDescriptorBlocks();
    }

    /** Where a group's descriptor is: the block. */
    long descriptorBlock(int group) {
        int perBlock = blockSize / descriptorSize;
        int index = group / perBlock;
        if (!incompat(INCOMPAT_META_BG) || index < firstMetaGroup()) {
            return firstDataBlock + 1L + index;
        }
        int first = index * perBlock;
        return firstBlock(first) + (hasBackup(first) ? 1 : 0);
    }

    long firstBlock(int group) {
        return firstDataBlock + (long) group * blocksPerGroup;
    }

    /** The last group may be shorter. */
    int blocksIn(int group) {
        return (int) Math.min(blocksPerGroup, blocks - firstBlock(group));
    }

    int groupOf(long block) {
        return (int) ((block - firstDataBlock) / blocksPerGroup);
    }

    long reservedBlocks() {
        return pair(0x8, 0x154);
    }

    long freeBlocks() {
        return pair(0xC, 0x158);
    }

    void setFreeBlocks(long count) {
        putPair(0xC, 0x158, count);
    }

    int freeInodes() {
        return buffer.s32(base + 0x10);
    }

    void setFreeInodes(int count) {
        buffer.put32(base + 0x10, count);
    }

    int firstInode() {
        return buffer.s32(base + 0x4C) == 0 ? 11 : buffer.s32(base + 0x54);
    }

    /** Only where there is no journal this says whether it is mounted. */
    void setClean(boolean clean) {
        int old = buffer.u16(base + 0x3A);
        buffer.put16(base + 0x3A, clean ? old | STATE_CLEAN : old & ~STATE_CLEAN);
    }

    /** Whether it asks to be mounted read-only after an error. */
    boolean remountsAfterErrors() {
        return buffer.u16(base + 0x3C) > ERRORS_CONTINUE;
    }

    /** 16 bytes, as two numbers. */
    long id() {
        return buffer.s64(base + 0x68) ^ buffer.s64(base + 0x70);
    }

    /** Blocks that can't hold content; an estimate where mke2fs(8) did not note it. */
    long overhead() {
        long noted = buffer.u32(base + 0x248);
        int perGroup = 2 + inodesPerGroup / (blockSize / inodeSize);
        return noted != 0 ? noted : (long) groups * perGroup + backupBlocks(0);
    }

    int reservedDescriptorBlocks() {
        return compat(COMPAT_RESIZE_INODE) ? buffer.u16(base + 0xCE) : 0;
    }

    int firstMetaGroup() {
        return buffer.s32(base + 0x104);
    }

    int backupGroup(int index) {
        return buffer.s32(base + 0x24C + index * 4);
    }

    int journalInode() {
        return buffer.s32(base + 0xE0);
    }

    boolean hasExternalJournal() {
        return buffer.s32(base + 0xE4) != 0;
    }

    int lastOrphan() {
        return buffer.s32(base + 0xE8);
    }

    void setLastOrphan(int inode) {
        buffer.put32(base + 0xE8, inode);
    }

    int orphanFile() {
        return buffer.s32(base + 0x280);
    }

    int[] hashSeed() {
        return new int[] {
            buffer.s32(base + 0xEC), buffer.s32(base + 0xF0), buffer.s32(base + 0xF4), buffer.s32(base + 0xF8)
        };
    }

    int defaultHash() {
        return buffer.u8(base + 0xFC);
    }

    boolean unsignedHash() {
        return (buffer.s32(base + 0x160) & FLAG_UNSIGNED_HASH) != 0;
    }

    int wantedExtraSize() {
        return Math.clamp(buffer.u16(base + 0x15E), 0, inodeSize - 128) & ~3;
    }

    /** Groups whose metadata lies together. */
    int groupsPerFlex() {
        int log = buffer.u8(base + 0x174);
        return incompat(INCOMPAT_FLEX_BG) && log < 16 ? 1 << log : 1;
    }

    void setIncompat(int feature, boolean on) {
        int old = buffer.s32(base + 0x60);
        buffer.put32(base + 0x60, on ? old | feature : old & ~feature);
    }

    void setRoCompat(int feature, boolean on) {
        int old = buffer.s32(base + 0x64);
        buffer.put32(base + 0x64, on ? old | feature : old & ~feature);
    }

    /** @param seconds since 1970 */
    void setMounted(long seconds) {
        buffer.put32(base + 0x2C, seconds);
        buffer.put8(base + 0x275, (int) (seconds >>> 32));
        buffer.put16(base + 0x34, buffer.u16(base + 0x34) + 1);
    }

    void setWritten(long seconds) {
        buffer.put32(base + 0x30, seconds);
        buffer.put8(base + 0x274, (int) (seconds >>> 32));
    }

    private int checksum() {
        return Crc32c.of(Crc32c.ONES, buffer.bytes(), base, CHECKSUM);
    }

    void seal() {
        if (checksums()) {
            buffer.put32(base + CHECKSUM, checksum());
        }
    }
}

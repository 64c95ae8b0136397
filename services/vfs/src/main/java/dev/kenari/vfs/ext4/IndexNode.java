package dev.kenari.vfs.ext4;

/**
 * A node of a directory's index (kernel documentation, "Hash Tree Directories"): the root behind the entries for the directory itself and its
 * parent, or another behind one empty entry. The first entry has no hash: everything below the second belongs to it.
 */
final class IndexNode {
    private static final int ENTRY = 8;
    private static final int TAIL = 8;
    private static final int ROOT_INFO = 24;
    private static final int INFO_LENGTH = 8;
    private static final int NODE_ENTRIES = 8;

    final Buffer buffer;
    private final boolean checksums;
    private final int base;

    /** @param root whether the block is the directory's first */
    IndexNode(Buffer buffer, boolean root, boolean checksums) {
        this.buffer = buffer;
        this.checksums = checksums;
        this.base = root ? ROOT_INFO + INFO_LENGTH : NODE_ENTRIES;
    }

    /** Of a root. */
    int hashVersion() {
        return buffer.u8(ROOT_INFO + 4);
    }

    int levels() {
        return buffer.u8(ROOT_INFO + 6);
    }

    void setLevels(int levels) {
        buffer.put8(ROOT_INFO + 6, levels);
    }

    boolean saneRoot(int maxLevels) {
        return buffer.s32(ROOT_INFO) == 0
                && DirectoryHash.known(hashVersion())
                && buffer.u8(ROOT_INFO + 5) == INFO_LENGTH
                && (buffer.u8(ROOT_INFO + 7) & 1) == 0
                && levels() <= maxLevels
                && sane();
    }

    boolean sane() {
        return limit() == capacity() && count() >= 1 && count() <= limit();
    }

    void formatRoot(int hashVersion) {
        buffer.zero(ROOT_INFO, buffer.size() - ROOT_INFO);
        buffer.put8(ROOT_INFO + 4, hashVersion);
        buffer.put8(ROOT_INFO + 5, INFO_LENGTH);
        buffer.put16(base, capacity());
    }

    /** A node that is no root: an entry without a name fills the block for those who know no index. */
    void formatNode() {
        buffer.zero(0, buffer.size());
        buffer.put16(4, buffer.size());
        buffer.put16(base, capacity());
    }

    private int capacity() {
        return (buffer.size() - base - (checksums ? TAIL : 0)) / ENTRY;
    }

    private int limit() {
        return buffer.u16(base);
    }

    int count() {
        return buffer.u16(base + 2);
    }

    void setCount(int count) {
        buffer.put16(base + 2, count);
    }

    boolean full() {
        return count() == limit();
    }

    /** The lowest hash of entry {@code index}, even; odd if the leaf before ends with the same. */
    int hash(int index) {
        return index == 0 ? 0 : buffer.s32(base + index * ENTRY);
    }

    /** The block of the directory that entry {@code index} leads to. */
    long block(int index) {
        return buffer.u32(base + index * ENTRY + 4) & 0x0FFF_FFFF;
    }

    void set(int index, int hash, long block) {
        if (index > 0) {
            buffer.put32(base + index * ENTRY, hash);
        }
        buffer.put32(base + index * ENTRY + 4, block);
    }

    /** The entry whose leaves hold {@code hash}. */
    int search(int hash) {
        int low = 1;
        int high = count();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Integer.compareUnsigned(hash(middle), hash) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    void insert(int index, int hash, long block) {
        int at = base + index * ENTRY;
        buffer.move(at, at + ENTRY, (count() - index) * ENTRY);
        setCount(count() + 1);
        set(index, hash, block);
    }

    /** Moves the entries from {@code index} on to an empty node. */
    void moveTail(int index, IndexNode to) {
        for (int i = index; i < count(); i++) {
            to.set(i - index, hash(i), block(i));
        }
        to.setCount(count() - index);
        setCount(index);
    }

    private int checksum(int seed) {
        int tail = base + capacity() * ENTRY;
        int sum = Crc32c.of(seed, buffer.bytes(), 0, base + count() * ENTRY);
        return Crc32c.ofInt(Crc32c.of(sum, buffer.bytes(), tail, 4), 0);
    }

    boolean sealed(int seed) {
        return buffer.s32(base + capacity() * ENTRY + 4) == checksum(seed);
    }

    void seal(int seed) {
        buffer.put32(base + capacity() * ENTRY + 4, checksum(seed));
    }
}

package dev.kenari.vfs.ext4;

/**
 * A node of an extent tree (kernel documentation, "Extent Tree"): a header and entries of 12 bytes. The root lies in the inode, the
 * others have a block each.
 */
final class ExtentNode {
    static final int HEADER = 12;
    static final int ENTRY = 12;
    static final int MAX_DEPTH = 5;
    private static final int MAGIC = 0xF30A;
    private static final int TAIL = 4;
    /** As the root has; with fewer a node could not be split. */
    private static final int MIN_ENTRIES = 4;

    final Buffer buffer;
    private final int base;
    private final int room;

    /** @param room bytes for the header and the entries */
    ExtentNode(Buffer buffer, int base, int room) {
        this.buffer = buffer;
        this.base = base;
        this.room = room;
    }

    static ExtentNode ofBlock(Buffer buffer) {
        return new ExtentNode(buffer, 0, buffer.size());
    }

    void format(int depth) {
        buffer.zero(base, room);
        buffer.put16(base, MAGIC);
        buffer.put16(base + 4, capacity());
        buffer.put16(base + 6, depth);
    }

    private int capacity() {
        return (room - HEADER) / ENTRY;
    }

    int entries() {
        return buffer.u16(base + 2);
    }

    void setEntries(int count) {
        buffer.put16(base + 2, count);
    }

    int max() {
        return buffer.u16(base + 4);
    }

    boolean full() {
        return entries() >= max();
    }

    int depth() {
        return buffer.u16(base + 6);
    }

    void setDepth(int depth) {
        buffer.put16(base + 6, depth);
    }

    private int at(int index) {
        return base + HEADER + index * ENTRY;
    }

    /** The first block of the file that entry {@code index} is about. */
    long key(int index) {
        return buffer.u32(at(index));
    }

    void setKey(int index, long key) {
        buffer.put32(at(index), key);
    }

    long child(int index) {
        return buffer.u32(at(index) + 4) | (long) buffer.u16(at(index) + 8) << 32;
    }

    void setChild(int index, long key, long block) {
        buffer.put32(at(index), key);
        buffer.put32(at(index) + 4, block);
        buffer.put16(at(index) + 8, (int) (block >>> 32));
        buffer.put16(at(index) + 10, 0);
    }

    Extent extent(int index) {
        int length = buffer.u16(at(index) + 4);
        boolean unwritten = length > Extent.MAX_WRITTEN;
        long start = buffer.u32(at(index) + 8) | (long) buffer.u16(at(index) + 6) << 32;
        return new Extent(key(index), unwritten ? length - Extent.MAX_WRITTEN : length, start, unwritten);
    }

    void setExtent(int index, Extent extent) {
        buffer.put32(at(index), extent.first());
        buffer.put16(at(index) + 4, (int) extent.length() + (extent.unwritten() ? Extent.MAX_WRITTEN : 0));
        buffer.put16(at(index) + 6, (int) (extent.start() >>> 32));
        buffer.put32(at(index) + 8, extent.start());
    }

    /** Makes room for {@code by} entries before entry {@code index}, or takes them away if negative. */
    void shift(int index, int by) {
        int moved = entries() - index + Math.min(by, 0);
        buffer.move(at(index - Math.min(by, 0)), at(index + Math.max(by, 0)), moved * ENTRY);
        setEntries(entries() + by);
    }

    /** Moves the entries from {@code index} on to the end of another node. */
    void moveTail(int index, ExtentNode to) {
        int count = entries() - index;
        to.buffer.put(to.at(to.entries()), buffer.get(at(index), count * ENTRY));
        to.setEntries(to.entries() + count);
        setEntries(index);
    }

    /** The last entry whose key is not greater than {@code block}; -1 if there is none. */
    int search(long block) {
        int low = 0;
        int high = entries();
        while (low < high) {
            int middle = low + high >>> 1;
            if (key(middle) <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Whether the content is possible. @param depth expected; -1 for any */
    boolean sane(int depth, long blocks) {
        if (buffer.u16(base) != MAGIC
                || max() > capacity()
                || max() < MIN_ENTRIES
                || entries() > max()
                || depth() > MAX_DEPTH
                || depth >= 0 && (depth() != depth || entries() == 0)
                || depth() > 0 && entries() == 0) {
            return false;
        }
        long next = 0;
        for (int i = 0; i < entries(); i++) {
            if (key(i) < next) {
                return false;
            }
            if (depth() > 0) {
                next = key(i) + 1;
                if (child(i) <= 0 || child(i) >= blocks) {
                    return false;
                }
                continue;
            }
            Extent extent = extent(i);
            next = extent.end();
            if (extent.length() == 0
                    || next > Extent.END
                    || extent.start() <= 0
                    || extent.start() > blocks - extent.length()) {
                return false;
            }
        }
        return true;
    }

    private int checksumAt() {
        return HEADER + ENTRY * max();
    }

    private boolean hasTail() {
        return base == 0 && checksumAt() + TAIL <= buffer.size();
    }

    boolean sealed(int seed) {
        return hasTail() && buffer.s32(checksumAt()) == Crc32c.of(seed, buffer.bytes(), 0, checksumAt());
    }

    void seal(int seed) {
        if (hasTail()) {
            buffer.put32(checksumAt(), Crc32c.of(seed, buffer.bytes(), 0, checksumAt()));
        }
    }
}

package dev.kenari.vfs.ext4;

/**
 * A run of a file's blocks.
 *
 * @param first block of the file
 * @param start block of the file system; 0 for a hole
 * @param unwritten allocated, but read as zeroes
 */
record Extent(long first, long length, long start, boolean unwritten) {
    static final int MAX_WRITTEN = 32768;
    static final int MAX_UNWRITTEN = 32767;
    /** One more than the last block that a file can have. */
    static final long END = 0xFFFF_FFFFL;

    static Extent hole(long first, long end) {
        return new Extent(first, end - first, 0, false);
    }

    boolean isHole() {
        return start == 0;
    }

    /** What a read finds on the device. */
    boolean hasData() {
        return start != 0 && !unwritten;
    }

    long end() {
        return first + length;
    }

    /** Where {@code block} of the file, which is inside, lies. */
    long locate(long block) {
        return start + block - first;
    }

    /** The part from block {@code from} to {@code to}, exclusive. */
    Extent part(long from, long to) {
        return new Extent(from, to - from, isHole() ? 0 : locate(from), unwritten);
    }

    /** The same blocks as blocks {@code block} and following of the file. */
    Extent at(long block) {
        return new Extent(block, length, start, unwritten);
    }

    Extent written() {
        return new Extent(first, length, start, false);
    }

    boolean continuedBy(Extent next) {
        return end() == next.first
                && start + length == next.start
                && unwritten == next.unwritten
                && length + next.length <= (unwritten ? MAX_UNWRITTEN : MAX_WRITTEN);
    }

    Extent joined(Extent next) {
        return new Extent(first, length + next.length, start, unwritten);
    }
}

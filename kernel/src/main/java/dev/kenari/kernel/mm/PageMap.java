package dev.kenari.kernel.mm;

import java.util.TreeMap;

/** Page numbers to frames: sparse, ordered, and quick next to where it was last asked. No frame is at 0. */
final class PageMap {
    private static final int SHIFT = 6;
    private static final int LEAF = 1 << SHIFT;
    private static final Leaf NONE = new Leaf(-1);

    private static final class Leaf {
        final long number;
        final long[] frames = new long[LEAF];
        int used;

        Leaf(long number) {
            this.number = number;
        }
    }

    private final TreeMap<Long, Leaf> leaves = new TreeMap<>();
    private Leaf last = NONE;
    private int size;

    private Leaf leaf(long index) {
        long number = index >>> SHIFT;
        if (last.number == number) {
            return last;
        }
        Leaf leaf = leaves.get(number);
        if (leaf == null) {
            return NONE;
        }
        last = leaf;
        return leaf;
    }

    private static int slot(long index) {
        return (int) index & LEAF - 1;
    }

    /** The frame of page {@code index}; 0 if there is none. */
    long get(long index) {
        return leaf(index).frames[slot(index)];
    }

    boolean contains(long index) {
        return get(index) != 0;
    }

    void put(long index, long frame) {
        Leaf leaf = leaf(index);
        if (leaf == NONE) {
            leaf = new Leaf(index >>> SHIFT);
            leaves.put(leaf.number, leaf);
            last = leaf;
        }
        if (leaf.frames[slot(index)] == 0) {
            leaf.used++;
            size++;
        }
        leaf.frames[slot(index)] = frame;
    }

    /** Returns the frame that the page had, 0 if none. */
    long remove(long index) {
        Leaf leaf = leaf(index);
        long frame = leaf.frames[slot(index)];
        if (frame != 0) {
            leaf.frames[slot(index)] = 0;
            size--;
            if (--leaf.used == 0) {
                leaves.remove(leaf.number);
                last = NONE;
            }
        }
        return frame;
    }

    /** The first page at or after {@code index} that has a frame; -1 if there is none. */
    long next(long index) {
        long number = index >>> SHIFT;
        Leaf leaf = leaf(index);
        for (int slot = slot(index); leaf != NONE && slot < LEAF; slot++) {
            if (leaf.frames[slot] != 0) {
                return number << SHIFT | slot;
            }
        }
        var higher = leaves.higherEntry(number);
        if (higher == null) {
            return -1;
        }
        int slot = 0;
        while (higher.getValue().frames[slot] == 0) {
            slot++;
        }
        last = higher.getValue();
        return last.number << SHIFT | slot;
    }

    int size() {
        return size;
    }
}

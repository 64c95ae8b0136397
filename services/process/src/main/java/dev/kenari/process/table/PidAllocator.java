package dev.kenari.process.table;

import dev.kenari.abi.Errno;
import java.util.BitSet;

/** Gives out process and thread ids in turn, as Linux does: upwards, from {@link #RESERVED} again after the highest. */
final class PidAllocator {
    static final int MAX = 32_768;
    /** Ids below are given once only. */
    private static final int RESERVED = 300;

    private final BitSet taken = new BitSet();
    private int last;

    PidAllocator() {
        taken.set(0);
    }

    /** EAGAIN if all are taken. */
    int allocate() throws Errno {
        int next = taken.nextClearBit(last + 1);
        if (next >= MAX) {
            next = taken.nextClearBit(RESERVED);
        }
        if (next >= MAX) {
            throw Errno.EAGAIN;
        }
        taken.set(next);
        last = next;
        return next;
    }

    /** Takes a certain id; EEXIST. */
    void take(int id) throws Errno {
        if (id <= 0 || id >= MAX) {
            throw Errno.EINVAL;
        }
        if (taken.get(id)) {
            throw Errno.EEXIST;
        }
        taken.set(id);
    }

    void free(int id) {
        taken.clear(id);
    }

    int last() {
        return last;
    }
}

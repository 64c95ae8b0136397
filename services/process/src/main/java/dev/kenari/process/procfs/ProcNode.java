package dev.kenari.process.procfs;

/**
 * A file of a process in {@link ProcFs}; its node number tells it all.
 *
 * @param tid the thread; a process's first
 * @param ofThread under /proc/PID/task/TID, not under /proc/PID
 * @param entry 1 and up for the {@link ProcessEntries}, 0 for the directory itself
 * @param descriptor in fd and fdinfo; -1 for the entry itself
 */
record ProcNode(int tid, boolean ofThread, int entry, int descriptor) {
    private static final int TID_SHIFT = 32;
    private static final int THREAD_SHIFT = 31;
    private static final int ENTRY_SHIFT = 24;
    private static final int ENTRY_MASK = 0x7F;
    private static final int DESCRIPTOR_MASK = 0xFF_FFFF;

    static ProcNode process(int tid) {
        return new ProcNode(tid, false, 0, -1);
    }

    static ProcNode thread(int tid) {
        return new ProcNode(tid, true, 0, -1);
    }

    /** Null for a node of the tree. */
    static ProcNode of(long number) {
        if (number >>> TID_SHIFT == 0) {
            return null;
        }
        return new ProcNode(
                (int) (number >>> TID_SHIFT),
                (number >>> THREAD_SHIFT & 1) != 0,
                (int) (number >>> ENTRY_SHIFT) & ENTRY_MASK,
                ((int) number & DESCRIPTOR_MASK) - 1);
    }

    ProcNode entry(int index) {
        return new ProcNode(tid, ofThread, index, -1);
    }

    ProcNode descriptor(int number) {
        return new ProcNode(tid, ofThread, entry, number);
    }

    long number() {
        return (long) tid << TID_SHIFT
                | (ofThread ? 1L << THREAD_SHIFT : 0)
                | (long) entry << ENTRY_SHIFT
                | descriptor + 1;
    }
}

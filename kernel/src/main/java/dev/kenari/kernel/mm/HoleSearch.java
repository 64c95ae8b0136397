package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import java.util.TreeMap;

/**
 * Finds room for mappings from the top down. Remembers how far the last search went and the largest hole that it passed, so that
 * many mappings in a row do not each walk past all the others.
 */
final class HoleSearch {
    private long base;
    /** No hole that ends above this address and below {@link #base} is larger than {@link #passed}. */
    private long from;

    private long passed;

    /** A hole now ends at {@code end}. */
    void freed(long end) {
        from = Math.max(from, end);
    }

    /** The highest free range of {@code length} bytes below the mapping base; throws ENOMEM. */
    long find(TreeMap<Long, Vma> vmas, AddressSpaceLimits limits, long length, long alignment) throws Errno {
        if (base != limits.mapBase() || length <= passed || from > base) {
            base = limits.mapBase();
            from = base;
            passed = 0;
        }
        while (true) {
            long start = from - length & -alignment;
            if (start < limits.mapFloor() || from < length) {
                throw Errno.ENOMEM;
            }
            var below = vmas.lowerEntry(from);
            long floor = below == null ? 0 : below.getValue().end;
            if (floor <= start) {
                return start;
            }
            passed = Math.max(passed, from - floor);
            from = below.getKey();
        }
    }
}

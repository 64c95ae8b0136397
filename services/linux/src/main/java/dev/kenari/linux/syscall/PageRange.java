package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;

/** A page-aligned range of user addresses; {@code end} is exclusive. */
record PageRange(long start, long end) {
    private static final long MASK = Frames.SIZE - 1;

    /**
     * The pages of {@code length} bytes at the page-aligned {@code start}.
     *
     * @param beyond thrown if the range leaves the user half of the address space
     * @throws Errno EINVAL if {@code start} is not aligned
     */
    static PageRange of(long start, long length, Errno beyond) throws Errno {
        if ((start & MASK) != 0) {
            throw Errno.EINVAL;
        }
        return new PageRange(start, end(start, length, beyond));
    }

    /** The pages that the {@code length} bytes at {@code start} touch. */
    static PageRange around(long start, long length, Errno beyond) throws Errno {
        long first = start & ~MASK;
        return new PageRange(first, end(first, length + (start & MASK), beyond));
    }

    private static long end(long start, long length, Errno beyond) throws Errno {
        if (start < 0 || start > AddressSpace.TOP || length < 0 || length > AddressSpace.TOP) {
            throw beyond;
        }
        long end = start + pages(length);
        if (end > AddressSpace.TOP) {
            throw beyond;
        }
        return end;
    }

    /** {@code length} rounded up to whole pages. */
    static long pages(long length) {
        return length + MASK & ~MASK;
    }

    static boolean aligned(long address) {
        return (address & MASK) == 0;
    }

    long length() {
        return end - start;
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;

/** struct timespec (timespec(3type)) in a program's memory, and its length in nanoseconds. */
final class Timespec {
    static final int BYTES = 16;

    private static final long NANOS = 1_000_000_000;

    private Timespec() {}

    /** Nanoseconds, at most {@code Long.MAX_VALUE}; EINVAL if negative or not normalised. */
    static long read(UserMemory memory, long address) throws Errno {
        long seconds = memory.getLong(address);
        long nanos = memory.getLong(address + 8);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            throw Errno.EINVAL;
        }
        return seconds > (Long.MAX_VALUE - nanos) / NANOS ? Long.MAX_VALUE : seconds * NANOS + nanos;
    }

    static void write(UserMemory memory, long address, long nanos) throws Errno {
        memory.putLong(address, Math.floorDiv(nanos, NANOS));
        memory.putLong(address + 8, Math.floorMod(nanos, NANOS));
    }

    /** {@code duration} after {@code now}; {@code Long.MAX_VALUE} stands for never. */
    static long after(long now, long duration) {
        return duration >= Long.MAX_VALUE - now ? Long.MAX_VALUE : now + duration;
    }
}

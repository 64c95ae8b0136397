package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;

/** struct timeval (timeval(3type)) in a program's memory, and its length in nanoseconds. */
final class Timeval {
    static final int BYTES = 16;

    private static final long SECOND = 1_000_000_000;
    private static final long MICROSECOND = 1000;
    private static final long MICROSECONDS = 1_000_000;

    private Timeval() {}

    /** Nanoseconds, at most {@code Long.MAX_VALUE}; EINVAL if negative or not normalised. */
    static long read(UserMemory memory, long address) throws Errno {
        long seconds = memory.getLong(address);
        long micros = memory.getLong(address + 8);
        if (seconds < 0 || micros < 0 || micros >= MICROSECONDS) {
            throw Errno.EINVAL;
        }
        return seconds > (Long.MAX_VALUE - SECOND) / SECOND ? Long.MAX_VALUE : seconds * SECOND + micros * MICROSECOND;
    }

    static void write(UserMemory memory, long address, long nanos) throws Errno {
        memory.putLong(address, Math.floorDiv(nanos, SECOND));
        memory.putLong(address + 8, Math.floorMod(nanos, SECOND) / MICROSECOND);
    }
}

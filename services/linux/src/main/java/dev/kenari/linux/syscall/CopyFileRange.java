package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** copy_file_range(2). */
final class CopyFileRange {
    private CopyFileRange() {}

    static long copyFileRange(Call call) throws Errno {
        if (call.intArgument(5) != 0 || call.argument(4) < 0) {
            throw Errno.EINVAL;
        }
        long from = call.argument(1);
        long to = call.argument(3);
        long fromOffset = offset(call, from);
        long toOffset = offset(call, to);
        long count;
        try {
            count = call.vfs()
                    .copyFileRange(
                            call.client(),
                            call.intArgument(0),
                            fromOffset,
                            call.intArgument(2),
                            toOffset,
                            call.argument(4));
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        advance(call, from, fromOffset, count);
        advance(call, to, toOffset, count);
        return count;
    }

    /** What {@code pointer} points to; -1, for the position, if it is null. */
    static long offset(Call call, long pointer) throws Errno {
        if (pointer == 0) {
            return -1;
        }
        long offset = call.memory().getLong(pointer);
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        return offset;
    }

    static void advance(Call call, long pointer, long offset, long count) throws Errno {
        if (pointer != 0) {
            call.memory().putLong(pointer, offset + count);
        }
    }
}

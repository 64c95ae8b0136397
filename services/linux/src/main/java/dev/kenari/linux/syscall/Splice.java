package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** splice(2). */
final class Splice {
    private static final int KNOWN_FLAGS = 0xF;

    private Splice() {}

    static long splice(Call call) throws Errno {
        int flags = call.intArgument(5);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw Errno.EINVAL;
        }
        long from = call.argument(1);
        long to = call.argument(3);
        long fromOffset = CopyFileRange.offset(call, from);
        long toOffset = CopyFileRange.offset(call, to);
        long count;
        try {
            count = call.vfs()
                    .splice(
                            call.client(),
                            call.intArgument(0),
                            fromOffset,
                            call.intArgument(2),
                            toOffset,
                            call.argument(4),
                            flags);
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        CopyFileRange.advance(call, from, fromOffset, count);
        CopyFileRange.advance(call, to, toOffset, count);
        return count;
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** fsync(2), sync_file_range(2). */
final class Fsync {
    private static final int SYNC_FILE_RANGE_FLAGS = 7;

    private Fsync() {}

    static long fsync(Call call) throws Errno {
        call.vfs().fsync(call.client(), call.intArgument(0), false);
        return 0;
    }

    static long fdatasync(Call call) throws Errno {
        call.vfs().fsync(call.client(), call.intArgument(0), true);
        return 0;
    }

    /** Waits whatever the flags say. */
    static long syncFileRange(Call call) throws Errno {
        boolean range = call.argument(1) >= 0 && call.argument(2) >= 0 && call.argument(1) + call.argument(2) >= 0;
        if (!range || (call.intArgument(3) & ~SYNC_FILE_RANGE_FLAGS) != 0) {
            throw Errno.EINVAL;
        }
        call.vfs().syncRange(call.client(), call.intArgument(0), call.argument(1), call.argument(2));
        return 0;
    }
}

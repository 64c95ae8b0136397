package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** close(2), close_range(2). */
final class Close {
    private Close() {}

    static long close(Call call) throws Errno {
        call.vfs().close(call.client(), call.intArgument(0));
        return 0;
    }

    static long closeRange(Call call) throws Errno {
        call.vfs().closeRange(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return 0;
    }
}

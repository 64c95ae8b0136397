package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** unlink(2), rmdir(2). */
final class Unlink {
    private Unlink() {}

    static long unlinkat(Call call) throws Errno {
        call.vfs().unlinkat(call.client(), call.intArgument(0), call.path(1), call.intArgument(2));
        return 0;
    }
}

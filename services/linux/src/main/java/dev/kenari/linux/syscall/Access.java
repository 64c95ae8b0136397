package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** access(2). */
final class Access {
    private Access() {}

    static long faccessat(Call call) throws Errno {
        call.vfs().faccessat(call.client(), call.intArgument(0), call.path(1), call.intArgument(2), 0);
        return 0;
    }

    static long faccessat2(Call call) throws Errno {
        call.vfs()
                .faccessat(
                        call.client(), call.intArgument(0), call.path(1), call.intArgument(2), call.intArgument(3));
        return 0;
    }
}

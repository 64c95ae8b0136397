package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** mkdir(2). */
final class Mkdir {
    private Mkdir() {}

    static long mkdirat(Call call) throws Errno {
        call.vfs().mkdirat(call.client(), call.intArgument(0), call.path(1), call.intArgument(2));
        return 0;
    }
}

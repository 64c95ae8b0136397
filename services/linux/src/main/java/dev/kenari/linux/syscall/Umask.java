package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** umask(2). */
final class Umask {
    private Umask() {}

    static long umask(Call call) throws Errno {
        return call.vfs().umask(call.client(), call.intArgument(0));
    }
}

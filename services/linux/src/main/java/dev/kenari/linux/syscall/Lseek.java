package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** lseek(2). */
final class Lseek {
    private Lseek() {}

    static long lseek(Call call) throws Errno {
        return call.vfs().lseek(call.client(), call.intArgument(0), call.argument(1), call.intArgument(2));
    }
}

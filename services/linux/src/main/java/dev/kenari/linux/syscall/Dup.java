package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** dup(2). */
final class Dup {
    private Dup() {}

    static long dup(Call call) throws Errno {
        return call.vfs().dup(call.client(), call.intArgument(0));
    }

    static long dup3(Call call) throws Errno {
        return call.vfs()
                .dup3(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2), false);
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** chdir(2). */
final class Chdir {
    private Chdir() {}

    static long chdir(Call call) throws Errno {
        call.vfs().chdir(call.client(), call.path(0));
        return 0;
    }

    static long fchdir(Call call) throws Errno {
        call.vfs().fchdir(call.client(), call.intArgument(0));
        return 0;
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** symlink(2). */
final class Symlink {
    private Symlink() {}

    static long symlinkat(Call call) throws Errno {
        call.vfs().symlinkat(call.client(), call.path(0), call.intArgument(1), call.path(2));
        return 0;
    }
}

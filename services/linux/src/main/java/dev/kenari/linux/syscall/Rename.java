package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** rename(2). */
final class Rename {
    private Rename() {}

    static long renameat2(Call call) throws Errno {
        call.vfs()
                .renameat2(
                        call.client(),
                        call.intArgument(0),
                        call.path(1),
                        call.intArgument(2),
                        call.path(3),
                        call.intArgument(4));
        return 0;
    }
}

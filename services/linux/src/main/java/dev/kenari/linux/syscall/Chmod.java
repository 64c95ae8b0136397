package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;

/** chmod(2). */
final class Chmod {
    private Chmod() {}

    static long fchmod(Call call) throws Errno {
        call.vfs().fchmodat(call.client(), Descriptor.get(call), "", call.intArgument(1), Fcntl.AT_EMPTY_PATH);
        return 0;
    }

    static long fchmodat(Call call) throws Errno {
        call.vfs().fchmodat(call.client(), call.intArgument(0), call.path(1), call.intArgument(2), 0);
        return 0;
    }

    static long fchmodat2(Call call) throws Errno {
        call.vfs()
                .fchmodat(
                        call.client(), call.intArgument(0), call.path(1), call.intArgument(2), call.intArgument(3));
        return 0;
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;

/** chown(2). */
final class Chown {
    private Chown() {}

    static long fchown(Call call) throws Errno {
        call.vfs()
                .fchownat(
                        call.client(),
                        Descriptor.get(call),
                        "",
                        call.intArgument(1),
                        call.intArgument(2),
                        Fcntl.AT_EMPTY_PATH);
        return 0;
    }

    static long fchownat(Call call) throws Errno {
        call.vfs()
                .fchownat(
                        call.client(),
                        call.intArgument(0),
                        call.path(1),
                        call.intArgument(2),
                        call.intArgument(3),
                        call.intArgument(4));
        return 0;
    }
}

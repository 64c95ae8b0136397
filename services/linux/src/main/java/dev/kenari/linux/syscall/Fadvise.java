package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** posix_fadvise(2), readahead(2). */
final class Fadvise {
    private static final int WILLNEED = 3;

    private Fadvise() {}

    static long fadvise64(Call call) throws Errno {
        call.vfs()
                .advise(
                        call.client(),
                        call.intArgument(0),
                        call.argument(1),
                        call.argument(2),
                        call.intArgument(3));
        return 0;
    }

    static long readahead(Call call) throws Errno {
        int fd = Descriptor.get(call);
        call.vfs().advise(call.client(), fd, call.argument(1), call.argument(2) & Long.MAX_VALUE, WILLNEED);
        return 0;
    }
}

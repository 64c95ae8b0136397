package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** sendfile(2). */
final class Sendfile {
    private Sendfile() {}

    static long sendfile(Call call) throws Errno {
        long pointer = call.argument(2);
        long offset = pointer == 0 ? -1 : call.memory().getLong(pointer);
        if (pointer != 0 && offset < 0 || call.argument(3) < 0) {
            throw Errno.EINVAL;
        }
        long count;
        try {
            count = call.vfs()
                    .sendfile(
                            call.client(), call.intArgument(0), call.intArgument(1), offset, call.argument(3));
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        if (pointer != 0) {
            call.memory().putLong(pointer, offset + count);
        }
        return count;
    }
}

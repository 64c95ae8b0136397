package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** pipe(2). */
final class Pipe {
    private Pipe() {}

    static long pipe2(Call call) throws Errno {
        return putPair(call, 0, call.channels().pipe(call.client(), call.intArgument(1)));
    }

    /** Writes two new descriptors to where argument {@code index} points; closes them if that fails. */
    static long putPair(Call call, int index, int[] pair) throws Errno {
        try {
            call.memory().putInt(call.argument(index), pair[0]);
            call.memory().putInt(call.argument(index) + 4, pair[1]);
        } catch (Errno e) {
            call.vfs().close(call.client(), pair[0]);
            call.vfs().close(call.client(), pair[1]);
            throw e;
        }
        return 0;
    }
}

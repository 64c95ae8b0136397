package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** eventfd(2). */
final class Eventfd {
    private Eventfd() {}

    static long eventfd2(Call call) throws Errno {
        return call.channels().eventfd(call.client(), call.intArgument(0), call.intArgument(1));
    }
}

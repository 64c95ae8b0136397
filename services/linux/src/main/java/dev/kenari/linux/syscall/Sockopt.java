package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getsockopt(2). */
final class Sockopt {
    /** No option is longer. */
    private static final int MAXIMUM = 4096;

    private Sockopt() {}

    static long getsockopt(Call call) throws Errno {
        long lengthAddress = call.argument(4);
        int room = call.memory().getInt(lengthAddress);
        if (room < 0) {
            throw Errno.EINVAL;
        }
        byte[] value = call.channels()
                .getsockopt(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        int length = Math.min(room, value.length);
        call.memory().write(call.argument(3), value, 0, length);
        call.memory().putInt(lengthAddress, length);
        return 0;
    }

    static long setsockopt(Call call) throws Errno {
        int length = call.intArgument(4);
        if (length < 0) {
            throw Errno.EINVAL;
        }
        byte[] value = call.memory().read(call.argument(3), Math.min(length, MAXIMUM));
        call.channels()
                .setsockopt(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2), value);
        return 0;
    }
}

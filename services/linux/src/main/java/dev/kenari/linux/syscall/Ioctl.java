package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** ioctl(2). */
final class Ioctl {
    /** What a request from before sizes were part of the number may touch. */
    private static final int OLD_REQUEST_BYTES = 512;

    private Ioctl() {}

    static long ioctl(Call call) throws Errno {
        int request = call.intArgument(1);
        int size = request >>> 30 != 0 ? request >>> 16 & 0x3FFF : OLD_REQUEST_BYTES;
        return call.vfs()
                .ioctl(call.client(), call.intArgument(0), request, call.argument(2), call.grant(2, size));
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** accept(2). */
final class Accept {
    private Accept() {}

    static long accept(Call call) throws Errno {
        return accept(call, 0);
    }

    static long accept4(Call call) throws Errno {
        return accept(call, call.intArgument(3));
    }

    private static long accept(Call call, int flags) throws Errno {
        int fd = call.channels().accept(call.client(), call.intArgument(0), flags);
        if (call.argument(1) != 0) {
            try {
                byte[] peer = call.channels().getpeername(call.client(), fd);
                SocketAddress.write(call, call.argument(1), call.argument(2), peer);
            } catch (Errno e) {
                call.vfs().close(call.client(), fd);
                throw e;
            }
        }
        return fd;
    }
}

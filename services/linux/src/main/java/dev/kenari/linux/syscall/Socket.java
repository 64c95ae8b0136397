package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** socket(2), socketpair(2), bind(2), listen(2), connect(2), shutdown(2), getsockname(2), getpeername(2). */
final class Socket {
    private Socket() {}

    static long socket(Call call) throws Errno {
        return call.channels().socket(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
    }

    static long socketpair(Call call) throws Errno {
        int[] pair = call.channels()
                .socketpair(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return Pipe.putPair(call, 3, pair);
    }

    static long bind(Call call) throws Errno {
        byte[] address = SocketAddress.read(call, call.argument(1), call.intArgument(2));
        call.channels().bind(call.client(), call.intArgument(0), address);
        return 0;
    }

    static long listen(Call call) throws Errno {
        call.channels().listen(call.client(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long connect(Call call) throws Errno {
        byte[] address = SocketAddress.read(call, call.argument(1), call.intArgument(2));
        call.channels().connect(call.client(), call.intArgument(0), address);
        return 0;
    }

    static long shutdown(Call call) throws Errno {
        call.channels().shutdown(call.client(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long getsockname(Call call) throws Errno {
        byte[] address = call.channels().getsockname(call.client(), call.intArgument(0));
        SocketAddress.write(call, call.argument(1), call.argument(2), address);
        return 0;
    }

    static long getpeername(Call call) throws Errno {
        byte[] address = call.channels().getpeername(call.client(), call.intArgument(0));
        SocketAddress.write(call, call.argument(1), call.argument(2), address);
        return 0;
    }
}

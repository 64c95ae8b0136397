package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** epoll_create(2). */
final class EpollCreate {
    private EpollCreate() {}

    static long epollCreate1(Call call) throws Errno {
        return call.channels().epollCreate(call.client(), call.intArgument(0));
    }
}

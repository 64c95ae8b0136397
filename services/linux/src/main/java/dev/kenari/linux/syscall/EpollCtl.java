package dev.kenari.linux.syscall;

import dev.kenari.abi.Epoll;
import dev.kenari.abi.Errno;

/** epoll_ctl(2). */
final class EpollCtl {
    private EpollCtl() {}

    static long epollCtl(Call call) throws Errno {
        int operation = call.intArgument(1);
        long event = call.argument(3);
        boolean reads = operation != Epoll.EPOLL_CTL_DEL;
        int events = reads ? call.memory().getInt(event) : 0;
        long data = reads ? call.memory().getLong(event + EpollWait.DATA) : 0;
        call.channels()
                .epollControl(call.client(), call.intArgument(0), operation, call.intArgument(2), events, data);
        return 0;
    }
}

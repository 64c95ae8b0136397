package dev.kenari.linux.syscall;

/** Sockets: rows of the {@link SyscallTable}. */
final class SocketCalls {
    private static final String UNIX_ONLY = "AF_UNIX; other families are EAFNOSUPPORT";

    private SocketCalls() {}

    static void addTo(Rows rows) {
        rows.partial(198, "socket", "int int int", Socket::socket, UNIX_ONLY);
        rows.partial(199, "socketpair", "int int int ptr", Socket::socketpair, UNIX_ONLY);
        rows.full(200, "bind", "fd ptr int", Socket::bind);
        rows.full(201, "listen", "fd int", Socket::listen);
        rows.full(202, "accept", "fd ptr ptr", Accept::accept);
        rows.full(203, "connect", "fd ptr int", Socket::connect);
        rows.full(204, "getsockname", "fd ptr ptr", Socket::getsockname);
        rows.full(205, "getpeername", "fd ptr ptr", Socket::getpeername);
        rows.partial(206, "sendto", "fd in size hex ptr int", Send::sendto, "MSG_OOB is EOPNOTSUPP");
        rows.partial(207, "recvfrom", "fd out size hex ptr ptr", Recv::recvfrom, "MSG_OOB is EOPNOTSUPP");
        rows.partial(208, "setsockopt", "fd int int ptr int", Sockopt::setsockopt, "SOL_SOCKET options of AF_UNIX");
        rows.partial(209, "getsockopt", "fd int int ptr ptr", Sockopt::getsockopt, "SOL_SOCKET options of AF_UNIX");
        rows.full(210, "shutdown", "fd int", Socket::shutdown);
        rows.partial(211, "sendmsg", "fd ptr hex", Send::sendmsg, "MSG_OOB is EOPNOTSUPP");
        rows.partial(212, "recvmsg", "fd ptr hex", Recv::recvmsg, "MSG_OOB is EOPNOTSUPP");
        rows.full(242, "accept4", "fd ptr ptr hex", Accept::accept4);
        rows.full(243, "recvmmsg", "fd ptr uint hex timespec", Recv::recvmmsg);
        rows.full(269, "sendmmsg", "fd ptr uint hex", Send::sendmmsg);
    }
}

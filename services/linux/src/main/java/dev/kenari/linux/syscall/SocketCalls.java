package dev.kenari.linux.syscall;

/** Sockets: rows of the {@link SyscallTable}. */
final class SocketCalls {
    private SocketCalls() {}

    static void addTo(Rows rows) {
        rows.missing(198, "socket", "int int int", "");
        rows.missing(199, "socketpair", "int int int ptr", "");
        rows.missing(200, "bind", "fd ptr int", "");
        rows.missing(201, "listen", "fd int", "");
        rows.missing(202, "accept", "fd ptr ptr", "");
        rows.missing(203, "connect", "fd ptr int", "");
        rows.missing(204, "getsockname", "fd ptr ptr", "");
        rows.missing(205, "getpeername", "fd ptr ptr", "");
        rows.missing(206, "sendto", "fd in size hex ptr int", "");
        rows.missing(207, "recvfrom", "fd out size hex ptr ptr", "");
        rows.missing(208, "setsockopt", "fd int int ptr int", "");
        rows.missing(209, "getsockopt", "fd int int ptr ptr", "");
        rows.missing(210, "shutdown", "fd int", "");
        rows.missing(211, "sendmsg", "fd ptr hex", "");
        rows.missing(212, "recvmsg", "fd ptr hex", "");
        rows.missing(242, "accept4", "fd ptr ptr hex", "");
        rows.missing(243, "recvmmsg", "fd ptr uint hex timespec", "");
        rows.missing(269, "sendmmsg", "fd ptr uint hex", "");
    }
}

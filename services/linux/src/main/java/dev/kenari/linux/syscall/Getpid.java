package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getpid(2), gettid(2): getpid, getppid, gettid, set_tid_address. */
final class Getpid {
    private Getpid() {}

    static long getpid(Call call) {
        return call.pid();
    }

    static long getppid(Call call) throws Errno {
        return call.processes().parent(call.tid());
    }

    static long gettid(Call call) {
        return call.tid();
    }

    static long setTidAddress(Call call) throws Errno {
        return call.processes().setTidAddress(call.tid(), call.argument(0));
    }
}

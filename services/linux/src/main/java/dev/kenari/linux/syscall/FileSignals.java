package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.abi.Signal;
import dev.kenari.process.SigInfo;

/** The signals that go with a failed write: SIGPIPE with EPIPE, SIGXFSZ with EFBIG. */
final class FileSignals {
    private FileSignals() {}

    /** Sends what {@code failure} asks for, and returns it. */
    static Errno raise(Call call, Errno failure) throws Errno {
        if (failure == Errno.EPIPE) {
            send(call, Signal.PIPE);
        } else if (failure == Errno.EFBIG && fileSizeIsLimited(call)) {
            send(call, Signal.XFSZ);
        }
        return failure;
    }

    private static void send(Call call, int signal) {
        call.signals().signalThread(call.tid(), SigInfo.user(signal, Signal.SI_USER, call.pid(), 0));
    }

    private static boolean fileSizeIsLimited(Call call) throws Errno {
        return call.processes().prlimit(call.tid(), 0, ResourceLimits.FSIZE, null).soft() != ResourceLimits.INFINITY;
    }
}

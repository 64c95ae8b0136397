package dev.kenari.process;

import dev.kenari.abi.Signal;

/**
 * What comes with a signal: siginfo_t (sigaction(2)). Which of the last fields mean something depends on signal and code.
 *
 * @param pid sender, or the child of SIGCHLD
 * @param uid real user id of that
 * @param value {@code si_value}; {@code si_addr} of a fault; {@code si_band}
 * @param status {@code si_status} of SIGCHLD; {@code si_fd}; {@code si_overrun}; a timer's or fault's further number
 * @param userNanos of SIGCHLD
 */
public record SigInfo(
        int signal, int errno, int code, int pid, int uid, long value, int status, long userNanos, long systemNanos) {
    /** Sent by the kernel itself. */
    public static SigInfo kernel(int signal) {
        return new SigInfo(signal, 0, Signal.SI_KERNEL, 0, 0, 0, 0, 0, 0);
    }

    /** Sent by kill(2), or by tkill(2) with its code. */
    public static SigInfo user(int signal, int code, int pid, int uid) {
        return new SigInfo(signal, 0, code, pid, uid, 0, 0, 0, 0);
    }

    /** A fault at {@code address}. */
    public static SigInfo fault(int signal, int code, long address) {
        return new SigInfo(signal, 0, code, 0, 0, address, 0, 0, 0);
    }
}

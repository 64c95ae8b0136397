package dev.kenari.abi;

/** Options of wait4(2) and waitid(2), its id types, and the status word (linux/wait.h). */
public final class WaitOptions {
    public static final int NOHANG = 1;
    /** waitid(2) calls it WSTOPPED. */
    public static final int UNTRACED = 2;
    public static final int EXITED = 4;
    public static final int CONTINUED = 8;
    public static final int NOWAIT = 0x100_0000;
    public static final int NOTHREAD = 0x2000_0000;
    public static final int ALL = 0x4000_0000;
    public static final int CLONE = 0x8000_0000;

    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PGID = 2;
    public static final int P_PIDFD = 3;

    /** {@code si_code} of SIGCHLD. */
    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    public static final int CLD_DUMPED = 3;
    public static final int CLD_TRAPPED = 4;
    public static final int CLD_STOPPED = 5;
    public static final int CLD_CONTINUED = 6;

    /** Set in the status of a process that a signal killed, if it dumped core. */
    public static final int CORE = 0x80;
    public static final int STATUS_CONTINUED = 0xFFFF;

    private WaitOptions() {}

    /** Status of a process that called exit(2). */
    public static int exited(int code) {
        return (code & 0xFF) << 8;
    }

    /** Status of a process that {@code signal} killed. */
    public static int killed(int signal, boolean core) {
        return signal | (core ? CORE : 0);
    }

    /** Status of a process that {@code signal} stopped. */
    public static int stopped(int signal) {
        return signal << 8 | 0x7F;
    }
}

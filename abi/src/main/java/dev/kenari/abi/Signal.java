package dev.kenari.abi;

/** Signal numbers (signal(7), asm-generic numbering). */
public final class Signal {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;
    public static final int ILL = 4;
    public static final int TRAP = 5;
    public static final int ABRT = 6;
    public static final int BUS = 7;
    public static final int FPE = 8;
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int SEGV = 11;
    public static final int USR2 = 12;
    public static final int PIPE = 13;
    public static final int ALRM = 14;
    public static final int TERM = 15;
    public static final int STKFLT = 16;
    public static final int CHLD = 17;
    public static final int CONT = 18;
    public static final int STOP = 19;
    public static final int TSTP = 20;
    public static final int TTIN = 21;
    public static final int TTOU = 22;
    public static final int URG = 23;
    public static final int XCPU = 24;
    public static final int XFSZ = 25;
    public static final int VTALRM = 26;
    public static final int PROF = 27;
    public static final int WINCH = 28;
    public static final int IO = 29;
    public static final int PWR = 30;
    public static final int SYS = 31;
    /** The first real-time signal as the kernel counts; the C library keeps two for itself. */
    public static final int RTMIN = 32;
    public static final int RTMAX = 64;
    /** {@code si_code} values that say how the sender sent (sigaction(2)). */
    public static final int SI_USER = 0;
    public static final int SI_KERNEL = 0x80;
    public static final int SI_QUEUE = -1;
    public static final int SI_TIMER = -2;
    public static final int SI_TKILL = -6;

    private Signal() {}

    public static boolean valid(int signal) {
        return signal >= 1 && signal <= RTMAX;
    }

    /** The bit of {@code signal} in a signal set. */
    public static long bit(int signal) {
        return 1L << signal - 1;
    }
}

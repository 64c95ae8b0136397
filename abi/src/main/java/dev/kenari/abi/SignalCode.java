package dev.kenari.abi;

/** {@code si_code} values that say what happened (sigaction(2), asm-generic/siginfo.h). How a sender sent: {@link Signal}. */
public final class SignalCode {
    public static final int ILL_ILLOPC = 1;
    public static final int FPE_INTDIV = 1;
    public static final int SEGV_MAPERR = 1;
    public static final int SEGV_ACCERR = 2;
    public static final int BUS_ADRALN = 1;
    public static final int BUS_ADRERR = 2;
    public static final int TRAP_BRKPT = 1;
    public static final int POLL_IN = 1;
    /** The highest {@code si_code} of SIGPOLL. */
    public static final int POLL_HUP = 6;

    public static final int SI_MESGQ = -3;
    public static final int SI_SIGIO = -5;

    private SignalCode() {}
}

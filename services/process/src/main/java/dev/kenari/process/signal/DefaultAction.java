package dev.kenari.process.signal;

import dev.kenari.abi.Signal;

/** What happens on a signal that the program leaves alone (signal(7), "Signal dispositions"). */
enum DefaultAction {
    TERMINATE,
    DUMP,
    IGNORE,
    STOP;

    private static final long DUMPS = set(Signal.QUIT, Signal.ILL, Signal.TRAP, Signal.ABRT, Signal.BUS, Signal.FPE,
            Signal.SEGV, Signal.XCPU, Signal.XFSZ, Signal.SYS);
    private static final long IGNORES = set(Signal.CHLD, Signal.URG, Signal.WINCH, Signal.CONT);
    /** The stop signals. */
    static final long STOPS = set(Signal.STOP, Signal.TSTP, Signal.TTIN, Signal.TTOU);
    /** Signals that a program can neither block nor catch. */
    static final long UNBLOCKABLE = set(Signal.KILL, Signal.STOP);
    /** Signals that an instruction causes: delivered first. */
    static final long SYNCHRONOUS =
            set(Signal.SEGV, Signal.BUS, Signal.ILL, Signal.TRAP, Signal.FPE, Signal.SYS);

    static DefaultAction of(int signal) {
        long bit = Signal.bit(signal);
        return (STOPS & bit) != 0 ? STOP : (IGNORES & bit) != 0 ? IGNORE : (DUMPS & bit) != 0 ? DUMP : TERMINATE;
    }

    private static long set(int... signals) {
        long set = 0;
        for (int signal : signals) {
            set |= Signal.bit(signal);
        }
        return set;
    }
}

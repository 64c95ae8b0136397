package dev.kenari.process;

/**
 * What a process does on a signal (sigaction(2)).
 *
 * @param handler address of the handler, or {@link #DEFAULT}, {@link #IGNORE}
 * @param flags a union of the {@code SA_*} constants
 * @param mask signals blocked while the handler runs; bit n - 1 for signal n
 */
public record SignalAction(long handler, long flags, long mask) {
    public static final long DEFAULT = 0;
    public static final long IGNORE = 1;

    public static final long SA_NOCLDSTOP = 1;
    public static final long SA_NOCLDWAIT = 2;
    public static final long SA_SIGINFO = 4;
    public static final long SA_EXPOSE_TAGBITS = 0x800;
    public static final long SA_ONSTACK = 0x0800_0000;
    public static final long SA_RESTART = 0x1000_0000;
    public static final long SA_NODEFER = 0x4000_0000;
    public static final long SA_RESETHAND = 0x8000_0000L;
    /** All flags there are; Linux clears others, so that a program can find out which it knows. */
    public static final long KNOWN = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_EXPOSE_TAGBITS | SA_ONSTACK
            | SA_RESTART | SA_NODEFER | SA_RESETHAND;

    /** What a program starts with. */
    public static final SignalAction INITIAL = new SignalAction(DEFAULT, 0, 0);

    public boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Whether the program has a handler. */
    public boolean handles() {
        return handler != DEFAULT && handler != IGNORE;
    }
}

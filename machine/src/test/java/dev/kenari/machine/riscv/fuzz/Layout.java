package dev.kenari.machine.riscv.fuzz;

/**
 * Where a lockstep program finds things, and its reserved registers: sp, x18 (pointer into the data), x19 (depth of recursion),
 * x20 to x23 (loop counters), and those of {@link RandomUnits}. All pages but the control page are mapped on demand.
 */
final class Layout {
    static final int PAGE = 4096;
    /** Code begins shortly before the second page, so that it crosses from one to the other. */
    static final long CODE = 0x1_0000;

    static final int CODE_PAGES = 8;
    /** A page of functions that the supervisor exchanges under the program, {@link #ENTRIES} of them. */
    static final long OVERLAY = 0x3_0000;

    static final int ENTRIES = 4;
    static final int ENTRY_SIZE = PAGE / ENTRIES;
    /** Operands; never written. */
    static final long POOL = 0x4_0000;

    static final long SCRATCH = 0x5_0000;
    static final int SCRATCH_PAGES = 2;
    static final long STACK = 0x6_0000;
    static final int STACK_PAGES = 16;
    /** The word at its start is where the innermost escape's frame is. */
    static final long CONTROL = 0x7_0000;
    /** What the supervisor protects, moves and withdraws. */
    static final long DATA = 0x8_0000;

    static final int DATA_PAGES = 8;
    /** The first page of data once more. */
    static final long ALIAS = 0x9_0000;
    /** Shares entries of a direct-mapped TLB with the data. */
    static final long FAR = DATA + (512 << 12);

    static final int FAR_PAGES = 4;
    /** Not RAM. */
    static final long DEVICE = 0xA_0000;

    static final int FIRST_RESERVED = 18;

    private Layout() {}
}

package dev.kenari.abi;

/** Types of the entries of the auxiliary vector (getauxval(3); asm/auxvec.h for riscv). */
public final class AuxiliaryVector {
    public static final int NULL = 0;
    public static final int PHDR = 3;
    public static final int PHENT = 4;
    public static final int PHNUM = 5;
    public static final int PAGESZ = 6;
    public static final int BASE = 7;
    public static final int FLAGS = 8;
    public static final int ENTRY = 9;
    public static final int UID = 11;
    public static final int EUID = 12;
    public static final int GID = 13;
    public static final int EGID = 14;
    public static final int HWCAP = 16;
    public static final int CLKTCK = 17;
    public static final int SECURE = 23;
    public static final int RANDOM = 25;
    public static final int HWCAP2 = 26;
    public static final int EXECFN = 31;
    public static final int SYSINFO_EHDR = 33;
    public static final int MINSIGSTKSZ = 51;

    /** Ticks a second, as sysconf(_SC_CLK_TCK) and proc(5) count. */
    public static final int CLOCK_TICKS = 100;

    /** AT_HWCAP on riscv: the letters of rv64imafdc. */
    public static final long HWCAP_IMAFDC = letter('I') | letter('M') | letter('A') | letter('F') | letter('D') | letter('C');

    /** Bytes of a signal frame: siginfo, ucontext with the floating-point state. */
    public static final int SIGNAL_FRAME_BYTES = 1088;

    private AuxiliaryVector() {}

    private static long letter(char extension) {
        return 1L << extension - 'A';
    }
}

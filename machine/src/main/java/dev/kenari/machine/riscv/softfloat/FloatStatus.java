package dev.kenari.machine.riscv.softfloat;

/** The accrued exceptions of a hart, as {@code fflags} holds them, and the names of rounding modes, as {@code frm} does. */
public final class FloatStatus {
    public static final int NX = 1;
    public static final int UF = 1 << 1;
    public static final int OF = 1 << 2;
    public static final int DZ = 1 << 3;
    public static final int NV = 1 << 4;

    /** To nearest, ties to even. */
    public static final int RNE = 0;
    /** Towards zero. */
    public static final int RTZ = 1;
    /** Down. */
    public static final int RDN = 2;
    /** Up. */
    public static final int RUP = 3;
    /** To nearest, ties to larger magnitude. */
    public static final int RMM = 4;
    /** In an instruction: the mode in frm. */
    public static final int DYNAMIC = 7;

    /** Where fcsr has frm. */
    public static final int FRM_SHIFT = 5;

    private FloatStatus() {}
}

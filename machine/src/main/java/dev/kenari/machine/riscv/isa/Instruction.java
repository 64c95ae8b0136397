package dev.kenari.machine.riscv.isa;

/**
 * A decoded instruction packed into a {@code long}, so that an engine loads all of it at once and may publish it to other
 * threads without a lock. Compressed instructions are expanded; an x0 destination is {@link #SINK}, which no one reads.
 *
 * <pre>
 *  63          32 31  27 26 25 24 20 19 15 14  9 8     0
 * |   immediate  |  rs3 | len | rs2 | rs1 | rd  | code  |
 * </pre>
 *
 * {@code len} is in halfwords (1 or 2). The immediate is sign-extended by an arithmetic shift; instructions with a rounding
 * mode or a CSR number hold it there.
 */
public final class Instruction {
    /** The code of what no row matches; its immediate is the instruction's bits. */
    public static final int ILLEGAL = 0;

    /** The register number of a discarded result. */
    public static final int SINK = 32;

    private Instruction() {}

    static long pack(int code, int rd, int rs1, int rs2, int rs3, int immediate, int halfwords) {
        return (long) immediate << 32
                | (long) rs3 << 27
                | (long) halfwords << 25
                | (long) rs2 << 20
                | (long) rs1 << 15
                | (long) rd << 9
                | code;
    }

    /** {@link Op#code} of the base instruction, or {@link #ILLEGAL}. */
    public static int code(long instruction) {
        return (int) instruction & 0x1FF;
    }

    public static int rd(long instruction) {
        return (int) instruction >>> 9 & 0x3F;
    }

    public static int rs1(long instruction) {
        return (int) instruction >>> 15 & 0x1F;
    }

    public static int rs2(long instruction) {
        return (int) instruction >>> 20 & 0x1F;
    }

    public static int rs3(long instruction) {
        return (int) instruction >>> 27;
    }

    /** Length in halfwords. */
    public static int halfwords(long instruction) {
        return (int) instruction >>> 25 & 3;
    }

    public static long immediate(long instruction) {
        return instruction >> 32;
    }
}

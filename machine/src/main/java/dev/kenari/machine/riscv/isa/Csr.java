package dev.kenari.machine.riscv.isa;

/** The control and status registers that a U-mode program may name (Volume I, "Zicsr", "Zicntr", "F"). */
public final class Csr {
    public static final int FFLAGS = 0x001;
    public static final int FRM = 0x002;
    public static final int FCSR = 0x003;
    public static final int CYCLE = 0xC00;
    public static final int TIME = 0xC01;
    public static final int INSTRET = 0xC02;

    private Csr() {}

    /** Assembly name; the number in hexadecimal for others. */
    public static String name(int number) {
        return switch (number) {
            case FFLAGS -> "fflags";
            case FRM -> "frm";
            case FCSR -> "fcsr";
            case CYCLE -> "cycle";
            case TIME -> "time";
            case INSTRET -> "instret";
            default -> "0x" + Integer.toHexString(number);
        };
    }

    /** The number of the register called {@code name}; -1 if none. */
    public static int parse(String name) {
        return switch (name) {
            case "fflags" -> FFLAGS;
            case "frm" -> FRM;
            case "fcsr" -> FCSR;
            case "cycle" -> CYCLE;
            case "time" -> TIME;
            case "instret" -> INSTRET;
            default -> -1;
        };
    }
}

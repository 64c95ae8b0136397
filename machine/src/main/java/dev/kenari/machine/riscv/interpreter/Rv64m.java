package dev.kenari.machine.riscv.interpreter;

/** Division and high multiplication (Volume I, "M"); multiplication itself is in the loop. */
public final class Rv64m {
    private Rv64m() {}

    /** Each instruction is a method of its own too, which HotSpot inlines wherever it is called. */
    static long execute(int code, long a, long b) {
        return switch (code) {
            case Opcode.MULH -> Math.multiplyHigh(a, b);
            case Opcode.MULHSU -> mulhsu(a, b);
            case Opcode.MULHU -> Math.unsignedMultiplyHigh(a, b);
            case Opcode.DIV -> div(a, b);
            case Opcode.DIVU -> divu(a, b);
            case Opcode.REM -> rem(a, b);
            case Opcode.REMU -> remu(a, b);
            case Opcode.DIVW -> divw(a, b);
            case Opcode.DIVUW -> divuw(a, b);
            case Opcode.REMW -> remw(a, b);
            case Opcode.REMUW -> remuw(a, b);
            default -> throw new IllegalStateException("not an M instruction: " + code);
        };
    }

    public static long mulhsu(long a, long b) {
        return Math.multiplyHigh(a, b) + (b < 0 ? a : 0);
    }

    public static long div(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    public static long divu(long a, long b) {
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    public static long rem(long a, long b) {
        return b == 0 ? a : a % b;
    }

    public static long remu(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    public static long divw(long a, long b) {
        return (int) b == 0 ? -1 : (int) a / (int) b;
    }

    public static long divuw(long a, long b) {
        return (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
    }

    public static long remw(long a, long b) {
        return (int) b == 0 ? (int) a : (int) a % (int) b;
    }

    public static long remuw(long a, long b) {
        return (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
    }
}

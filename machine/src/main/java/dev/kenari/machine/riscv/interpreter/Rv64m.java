package dev.kenari.machine.riscv.interpreter;

/** Division and high multiplication (Volume I, "M"); multiplication itself is in the loop. */
public final class Rv64m {
    private Rv64m() {}

    public static long execute(int code, long a, long b) {
        return switch (code) {
            case Opcode.MULH -> Math.multiplyHigh(a, b);
            case Opcode.MULHSU -> Math.multiplyHigh(a, b) + (b < 0 ? a : 0);
            case Opcode.MULHU -> Math.unsignedMultiplyHigh(a, b);
            case Opcode.DIV -> b == 0 ? -1 : a / b;
            case Opcode.DIVU -> b == 0 ? -1 : Long.divideUnsigned(a, b);
            case Opcode.REM -> b == 0 ? a : a % b;
            case Opcode.REMU -> b == 0 ? a : Long.remainderUnsigned(a, b);
            case Opcode.DIVW -> (int) b == 0 ? -1 : (int) a / (int) b;
            case Opcode.DIVUW -> (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
            case Opcode.REMW -> (int) b == 0 ? (int) a : (int) a % (int) b;
            case Opcode.REMUW -> (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
            default -> throw new IllegalStateException("not an M instruction: " + code);
        };
    }
}

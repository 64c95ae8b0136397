package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.isa.Instruction.rs3;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.softfloat.Binary32;
import dev.kenari.machine.riscv.softfloat.FloatFormat;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import dev.kenari.machine.riscv.softfloat.IntegerConversion;

/** Single precision (Volume I, "F"). Registers hold singles NaN-boxed; what is not boxed reads as the canonical NaN. */
final class Rv64f {
    private static final FloatFormat FORMAT = FloatFormat.BINARY32;
    private static final int SIGN = 1 << 31;
    private static final int CANONICAL_NAN = 0x7FC0_0000;
    private static final long BOX = 0xFFFF_FFFFL << 32;

    private final FloatStatus status = new FloatStatus();
    private final Binary32 arithmetic = new Binary32(status);
    private final IntegerConversion conversion = new IntegerConversion(status);

    /** Executes {@code n}; false if its rounding mode is not one. */
    boolean execute(int code, long n, Registers registers) {
        int rounding = (int) immediate(n);
        int fcsr = registers.fcsr;
        if (rounding == Zicsr.DYNAMIC) {
            rounding = fcsr >>> Zicsr.FRM_SHIFT;
        }
        if (rounding > FloatStatus.RMM) {
            return false;
        }
        status.flags = fcsr & Zicsr.FFLAGS_MASK;
        if (code <= Opcode.FSQRT_S) {
            registers.f[rd(n)] = box(arithmetic(code, n, registers.f, rounding));
        } else if (writesInteger(code)) {
            registers.x[rd(n)] = toInteger(code, n, registers.f, rounding);
        } else {
            registers.f[rd(n)] = move(code, n, registers, rounding);
        }
        registers.fcsr |= status.flags;
        return true;
    }

    private static boolean writesInteger(int code) {
        return code >= Opcode.FLE_S && code <= Opcode.FMV_X_W || code >= Opcode.FCVT_W_S && code <= Opcode.FCVT_LU_S;
    }

    private int arithmetic(int code, long n, long[] f, int rounding) {
        int a = unbox(f[rs1(n)]);
        int b = unbox(f[rs2(n)]);
        return switch (code) {
            case Opcode.FMADD_S -> arithmetic.multiplyAdd(a, b, unbox(f[rs3(n)]), rounding);
            case Opcode.FMSUB_S -> arithmetic.multiplyAdd(a, b, unbox(f[rs3(n)]) ^ SIGN, rounding);
            case Opcode.FNMSUB_S -> arithmetic.multiplyAdd(a ^ SIGN, b, unbox(f[rs3(n)]), rounding);
            case Opcode.FNMADD_S -> arithmetic.multiplyAdd(a ^ SIGN, b, unbox(f[rs3(n)]) ^ SIGN, rounding);
            case Opcode.FADD_S -> arithmetic.add(a, b, rounding);
            case Opcode.FSUB_S -> arithmetic.subtract(a, b, rounding);
            case Opcode.FMUL_S -> arithmetic.multiply(a, b, rounding);
            case Opcode.FDIV_S -> arithmetic.divide(a, b, rounding);
            case Opcode.FSQRT_S -> arithmetic.squareRoot(a, rounding);
            default -> throw new IllegalStateException("not arithmetic: " + code);
        };
    }

    private long toInteger(int code, long n, long[] f, int rounding) {
        int a = unbox(f[rs1(n)]);
        long wideA = a & 0xFFFF_FFFFL;
        long wideB = unbox(f[rs2(n)]) & 0xFFFF_FFFFL;
        return switch (code) {
            case Opcode.FEQ_S -> FORMAT.equal(wideA, wideB, status) ? 1 : 0;
            case Opcode.FLT_S -> FORMAT.lessThan(wideA, wideB, status) ? 1 : 0;
            case Opcode.FLE_S -> FORMAT.lessOrEqual(wideA, wideB, status) ? 1 : 0;
            case Opcode.FCLASS_S -> FORMAT.classify(wideA);
            case Opcode.FMV_X_W -> (int) f[rs1(n)];
            case Opcode.FCVT_W_S -> conversion.toSigned(widen(a), 32, rounding);
            case Opcode.FCVT_WU_S -> (int) conversion.toUnsigned(widen(a), 32, rounding);
            case Opcode.FCVT_L_S -> conversion.toSigned(widen(a), 64, rounding);
            case Opcode.FCVT_LU_S -> conversion.toUnsigned(widen(a), 64, rounding);
            default -> throw new IllegalStateException("not to an integer register: " + code);
        };
    }

    private long move(int code, long n, Registers registers, int rounding) {
        int a = unbox(registers.f[rs1(n)]);
        int b = unbox(registers.f[rs2(n)]);
        long x = registers.x[rs1(n)];
        return box(
                switch (code) {
                    case Opcode.FSGNJ_S -> a & ~SIGN | b & SIGN;
                    case Opcode.FSGNJN_S -> a & ~SIGN | ~b & SIGN;
                    case Opcode.FSGNJX_S -> a ^ b & SIGN;
                    case Opcode.FMIN_S -> (int) FORMAT.min(a & 0xFFFF_FFFFL, b & 0xFFFF_FFFFL, status);
                    case Opcode.FMAX_S -> (int) FORMAT.max(a & 0xFFFF_FFFFL, b & 0xFFFF_FFFFL, status);
                    case Opcode.FMV_W_X -> (int) x;
                    case Opcode.FCVT_S_W -> arithmetic.fromLong((int) x, rounding);
                    case Opcode.FCVT_S_WU -> arithmetic.fromLong(x & 0xFFFF_FFFFL, rounding);
                    case Opcode.FCVT_S_L -> arithmetic.fromLong(x, rounding);
                    case Opcode.FCVT_S_LU -> arithmetic.fromUnsignedLong(x, rounding);
                    case Opcode.FCVT_S_D -> arithmetic.fromBinary64(registers.f[rs1(n)], rounding);
                    default -> throw new IllegalStateException("not to a floating-point register: " + code);
                });
    }

    static long box(int single) {
        return BOX | single & 0xFFFF_FFFFL;
    }

    static int unbox(long bits) {
        return (bits & BOX) == BOX ? (int) bits : CANONICAL_NAN;
    }

    /** The double of the same value: conversions to integers need not tell NaNs apart. */
    private static long widen(int single) {
        return Double.doubleToRawLongBits(Float.intBitsToFloat(single));
    }
}

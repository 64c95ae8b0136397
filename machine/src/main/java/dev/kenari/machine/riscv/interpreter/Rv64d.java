package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.isa.Instruction.rs3;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.softfloat.Binary64;
import dev.kenari.machine.riscv.softfloat.FloatFormat;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import dev.kenari.machine.riscv.softfloat.IntegerConversion;

/** Double precision (Volume I, "D"). */
final class Rv64d {
    private static final FloatFormat FORMAT = FloatFormat.BINARY64;
    private static final long SIGN = Long.MIN_VALUE;

    private final FloatStatus status = new FloatStatus();
    private final Binary64 arithmetic = new Binary64(status);
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
        if (code <= Opcode.FSQRT_D) {
            registers.f[rd(n)] = arithmetic(code, n, registers.f, rounding);
        } else if (writesInteger(code)) {
            registers.x[rd(n)] = toInteger(code, n, registers.f, rounding);
        } else {
            registers.f[rd(n)] = move(code, n, registers, rounding);
        }
        registers.fcsr |= status.flags;
        return true;
    }

    private static boolean writesInteger(int code) {
        return code >= Opcode.FLE_D && code <= Opcode.FMV_X_D || code >= Opcode.FCVT_W_D && code <= Opcode.FCVT_LU_D;
    }

    private long arithmetic(int code, long n, long[] f, int rounding) {
        long a = f[rs1(n)];
        long b = f[rs2(n)];
        return switch (code) {
            case Opcode.FMADD_D -> arithmetic.multiplyAdd(a, b, f[rs3(n)], rounding);
            case Opcode.FMSUB_D -> arithmetic.multiplyAdd(a, b, f[rs3(n)] ^ SIGN, rounding);
            case Opcode.FNMSUB_D -> arithmetic.multiplyAdd(a ^ SIGN, b, f[rs3(n)], rounding);
            case Opcode.FNMADD_D -> arithmetic.multiplyAdd(a ^ SIGN, b, f[rs3(n)] ^ SIGN, rounding);
            case Opcode.FADD_D -> arithmetic.add(a, b, rounding);
            case Opcode.FSUB_D -> arithmetic.subtract(a, b, rounding);
            case Opcode.FMUL_D -> arithmetic.multiply(a, b, rounding);
            case Opcode.FDIV_D -> arithmetic.divide(a, b, rounding);
            case Opcode.FSQRT_D -> arithmetic.squareRoot(a, rounding);
            default -> throw new IllegalStateException("not arithmetic: " + code);
        };
    }

    private long toInteger(int code, long n, long[] f, int rounding) {
        long a = f[rs1(n)];
        long b = f[rs2(n)];
        return switch (code) {
            case Opcode.FEQ_D -> FORMAT.equal(a, b, status) ? 1 : 0;
            case Opcode.FLT_D -> FORMAT.lessThan(a, b, status) ? 1 : 0;
            case Opcode.FLE_D -> FORMAT.lessOrEqual(a, b, status) ? 1 : 0;
            case Opcode.FCLASS_D -> FORMAT.classify(a);
            case Opcode.FMV_X_D -> a;
            case Opcode.FCVT_W_D -> conversion.toSigned(a, 32, rounding);
            case Opcode.FCVT_WU_D -> (int) conversion.toUnsigned(a, 32, rounding);
            case Opcode.FCVT_L_D -> conversion.toSigned(a, 64, rounding);
            case Opcode.FCVT_LU_D -> conversion.toUnsigned(a, 64, rounding);
            default -> throw new IllegalStateException("not to an integer register: " + code);
        };
    }

    private long move(int code, long n, Registers registers, int rounding) {
        long a = registers.f[rs1(n)];
        long b = registers.f[rs2(n)];
        long x = registers.x[rs1(n)];
        return switch (code) {
            case Opcode.FSGNJ_D -> a & ~SIGN | b & SIGN;
            case Opcode.FSGNJN_D -> a & ~SIGN | ~b & SIGN;
            case Opcode.FSGNJX_D -> a ^ b & SIGN;
            case Opcode.FMIN_D -> FORMAT.min(a, b, status);
            case Opcode.FMAX_D -> FORMAT.max(a, b, status);
            case Opcode.FMV_D_X -> x;
            case Opcode.FCVT_D_W -> arithmetic.fromLong((int) x, rounding);
            case Opcode.FCVT_D_WU -> arithmetic.fromLong(x & 0xFFFF_FFFFL, rounding);
            case Opcode.FCVT_D_L -> arithmetic.fromLong(x, rounding);
            case Opcode.FCVT_D_LU -> arithmetic.fromUnsignedLong(x, rounding);
            case Opcode.FCVT_D_S -> arithmetic.fromBinary32(Rv64f.unbox(a));
            default -> throw new IllegalStateException("not to a floating-point register: " + code);
        };
    }
}

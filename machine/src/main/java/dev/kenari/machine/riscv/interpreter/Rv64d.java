package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.isa.Instruction.rs3;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.softfloat.Binary32;
import dev.kenari.machine.riscv.softfloat.Binary64;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import dev.kenari.machine.riscv.softfloat.IntegerConversion;

/** Double precision (Volume I, "D"). */
final class Rv64d {
    private static final long SIGN = Long.MIN_VALUE;

    private Rv64d() {}

    /** Executes {@code n}; false if its rounding mode is not one. */
    static boolean execute(int code, long n, Registers registers) {
        int rounding = (int) immediate(n);
        int fcsr = registers.fcsr;
        if (rounding == Zicsr.DYNAMIC) {
            rounding = fcsr >>> Zicsr.FRM_SHIFT;
        }
        if (rounding > FloatStatus.RMM) {
            return false;
        }
        if (code <= Opcode.FSQRT_D) {
            registers.f[rd(n)] = arithmetic(code, n, registers, rounding);
        } else if (writesInteger(code)) {
            registers.x[rd(n)] = toInteger(code, n, registers, rounding);
        } else {
            registers.f[rd(n)] = move(code, n, registers, rounding);
        }
        return true;
    }

    private static boolean writesInteger(int code) {
        return code >= Opcode.FLE_D && code <= Opcode.FMV_X_D || code >= Opcode.FCVT_W_D && code <= Opcode.FCVT_LU_D;
    }

    private static long arithmetic(int code, long n, Registers registers, int rounding) {
        long[] f = registers.f;
        long a = f[rs1(n)];
        long b = f[rs2(n)];
        return switch (code) {
            case Opcode.FMADD_D -> Binary64.multiplyAdd(a, b, f[rs3(n)], rounding, registers);
            case Opcode.FMSUB_D -> Binary64.multiplyAdd(a, b, f[rs3(n)] ^ SIGN, rounding, registers);
            case Opcode.FNMSUB_D -> Binary64.multiplyAdd(a ^ SIGN, b, f[rs3(n)], rounding, registers);
            case Opcode.FNMADD_D -> Binary64.multiplyAdd(a ^ SIGN, b, f[rs3(n)] ^ SIGN, rounding, registers);
            case Opcode.FADD_D -> Binary64.add(a, b, rounding, registers);
            case Opcode.FSUB_D -> Binary64.subtract(a, b, rounding, registers);
            case Opcode.FMUL_D -> Binary64.multiply(a, b, rounding, registers);
            case Opcode.FDIV_D -> Binary64.divide(a, b, rounding, registers);
            case Opcode.FSQRT_D -> Binary64.squareRoot(a, rounding, registers);
            default -> throw new IllegalStateException("not arithmetic: " + code);
        };
    }

    private static long toInteger(int code, long n, Registers registers, int rounding) {
        long[] f = registers.f;
        long a = f[rs1(n)];
        long b = f[rs2(n)];
        return switch (code) {
            case Opcode.FEQ_D -> Binary64.equal(a, b, registers) ? 1 : 0;
            case Opcode.FLT_D -> Binary64.lessThan(a, b, registers) ? 1 : 0;
            case Opcode.FLE_D -> Binary64.lessOrEqual(a, b, registers) ? 1 : 0;
            case Opcode.FCLASS_D -> Binary64.classify(a);
            case Opcode.FMV_X_D -> a;
            case Opcode.FCVT_W_D -> IntegerConversion.toSigned(a, 32, rounding, registers);
            case Opcode.FCVT_WU_D -> (int) IntegerConversion.toUnsigned(a, 32, rounding, registers);
            case Opcode.FCVT_L_D -> IntegerConversion.toSigned(a, 64, rounding, registers);
            case Opcode.FCVT_LU_D -> IntegerConversion.toUnsigned(a, 64, rounding, registers);
            default -> throw new IllegalStateException("not to an integer register: " + code);
        };
    }

    private static long move(int code, long n, Registers registers, int rounding) {
        long a = registers.f[rs1(n)];
        long b = registers.f[rs2(n)];
        long x = registers.x[rs1(n)];
        return switch (code) {
            case Opcode.FSGNJ_D -> a & ~SIGN | b & SIGN;
            case Opcode.FSGNJN_D -> a & ~SIGN | ~b & SIGN;
            case Opcode.FSGNJX_D -> a ^ b & SIGN;
            case Opcode.FMIN_D -> Binary64.min(a, b, registers);
            case Opcode.FMAX_D -> Binary64.max(a, b, registers);
            case Opcode.FMV_D_X -> x;
            case Opcode.FCVT_D_W -> Binary64.fromLong((int) x, rounding, registers);
            case Opcode.FCVT_D_WU -> Binary64.fromLong(x & 0xFFFF_FFFFL, rounding, registers);
            case Opcode.FCVT_D_L -> Binary64.fromLong(x, rounding, registers);
            case Opcode.FCVT_D_LU -> Binary64.fromUnsignedLong(x, rounding, registers);
            case Opcode.FCVT_D_S -> Binary64.fromBinary32(Binary32.unbox(a), registers);
            default -> throw new IllegalStateException("not to a floating-point register: " + code);
        };
    }
}

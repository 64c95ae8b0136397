package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.isa.Instruction.rs3;
import static dev.kenari.machine.riscv.softfloat.Binary32.box;
import static dev.kenari.machine.riscv.softfloat.Binary32.unbox;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.softfloat.Binary32;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import dev.kenari.machine.riscv.softfloat.IntegerConversion;

/** Single precision (Volume I, "F"). Registers hold singles NaN-boxed; what is not boxed reads as the canonical NaN. */
final class Rv64f {
    private static final int SIGN = 1 << 31;

    private Rv64f() {}

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
        if (code <= Opcode.FSQRT_S) {
            registers.f[rd(n)] = box(arithmetic(code, n, registers, rounding));
        } else if (writesInteger(code)) {
            registers.x[rd(n)] = toInteger(code, n, registers, rounding);
        } else {
            registers.f[rd(n)] = move(code, n, registers, rounding);
        }
        return true;
    }

    private static boolean writesInteger(int code) {
        return code >= Opcode.FLE_S && code <= Opcode.FMV_X_W || code >= Opcode.FCVT_W_S && code <= Opcode.FCVT_LU_S;
    }

    private static int arithmetic(int code, long n, Registers registers, int rounding) {
        long[] f = registers.f;
        int a = unbox(f[rs1(n)]);
        int b = unbox(f[rs2(n)]);
        return switch (code) {
            case Opcode.FMADD_S -> Binary32.multiplyAdd(a, b, unbox(f[rs3(n)]), rounding, registers);
            case Opcode.FMSUB_S -> Binary32.multiplyAdd(a, b, unbox(f[rs3(n)]) ^ SIGN, rounding, registers);
            case Opcode.FNMSUB_S -> Binary32.multiplyAdd(a ^ SIGN, b, unbox(f[rs3(n)]), rounding, registers);
            case Opcode.FNMADD_S -> Binary32.multiplyAdd(a ^ SIGN, b, unbox(f[rs3(n)]) ^ SIGN, rounding, registers);
            case Opcode.FADD_S -> Binary32.add(a, b, rounding, registers);
            case Opcode.FSUB_S -> Binary32.subtract(a, b, rounding, registers);
            case Opcode.FMUL_S -> Binary32.multiply(a, b, rounding, registers);
            case Opcode.FDIV_S -> Binary32.divide(a, b, rounding, registers);
            case Opcode.FSQRT_S -> Binary32.squareRoot(a, rounding, registers);
            default -> throw new IllegalStateException("not arithmetic: " + code);
        };
    }

    private static long toInteger(int code, long n, Registers registers, int rounding) {
        long[] f = registers.f;
        int a = unbox(f[rs1(n)]);
        int b = unbox(f[rs2(n)]);
        return switch (code) {
            case Opcode.FEQ_S -> Binary32.equal(a, b, registers) ? 1 : 0;
            case Opcode.FLT_S -> Binary32.lessThan(a, b, registers) ? 1 : 0;
            case Opcode.FLE_S -> Binary32.lessOrEqual(a, b, registers) ? 1 : 0;
            case Opcode.FCLASS_S -> Binary32.classify(a);
            case Opcode.FMV_X_W -> (int) f[rs1(n)];
            case Opcode.FCVT_W_S -> IntegerConversion.toSigned(Binary32.widen(a), 32, rounding, registers);
            case Opcode.FCVT_WU_S -> (int) IntegerConversion.toUnsigned(Binary32.widen(a), 32, rounding, registers);
            case Opcode.FCVT_L_S -> IntegerConversion.toSigned(Binary32.widen(a), 64, rounding, registers);
            case Opcode.FCVT_LU_S -> IntegerConversion.toUnsigned(Binary32.widen(a), 64, rounding, registers);
            default -> throw new IllegalStateException("not to an integer register: " + code);
        };
    }

    private static long move(int code, long n, Registers registers, int rounding) {
        int a = unbox(registers.f[rs1(n)]);
        int b = unbox(registers.f[rs2(n)]);
        long x = registers.x[rs1(n)];
        return box(
                switch (code) {
                    case Opcode.FSGNJ_S -> a & ~SIGN | b & SIGN;
                    case Opcode.FSGNJN_S -> a & ~SIGN | ~b & SIGN;
                    case Opcode.FSGNJX_S -> a ^ b & SIGN;
                    case Opcode.FMIN_S -> Binary32.min(a, b, registers);
                    case Opcode.FMAX_S -> Binary32.max(a, b, registers);
                    case Opcode.FMV_W_X -> (int) x;
                    case Opcode.FCVT_S_W -> Binary32.fromLong((int) x, rounding, registers);
                    case Opcode.FCVT_S_WU -> Binary32.fromLong(x & 0xFFFF_FFFFL, rounding, registers);
                    case Opcode.FCVT_S_L -> Binary32.fromLong(x, rounding, registers);
                    case Opcode.FCVT_S_LU -> Binary32.fromUnsignedLong(x, rounding, registers);
                    case Opcode.FCVT_S_D -> Binary32.fromBinary64(registers.f[rs1(n)], rounding, registers);
                    default -> throw new IllegalStateException("not to a floating-point register: " + code);
                });
    }
}

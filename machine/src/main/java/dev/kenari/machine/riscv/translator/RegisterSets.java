package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.interpreter.Opcode;
import dev.kenari.machine.riscv.isa.Instruction;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Operand;
import dev.kenari.machine.riscv.softfloat.FloatStatus;

/** Which registers an instruction reads and writes: bit n for xn, bit 32 + n for fn. x0 never counts. */
final class RegisterSets {
    private static final Op[] OPS = Op.values();
    private static final int RD = 1;
    private static final int RS1 = 2;
    private static final int RS2 = 4;
    private static final int RS3 = 8;
    private static final int FLOATING = 4;
    /** By code: the roles that an instruction has, and in the next four bits those that are floating-point registers. */
    private static final byte[] ROLES = roles();

    private RegisterSets() {}

    private static byte[] roles() {
        byte[] roles = new byte[OPS.length + 1];
        for (Op op : OPS) {
            if (op.expansion() != op) {
                continue;
            }
            for (Operand operand : op.format().operands()) {
                boolean floating = operand.kind() == Operand.Kind.F;
                if (!floating && operand.kind() != Operand.Kind.X) {
                    continue;
                }
                int role = switch (operand.role()) {
                    case RD -> RD;
                    case RS1 -> RS1;
                    case RS2 -> RS2;
                    case RS3 -> RS3;
                    default -> 0;
                };
                roles[op.code()] |= (byte) (floating ? role | role << FLOATING : role);
            }
        }
        return roles;
    }

    static Op op(long n) {
        return OPS[Instruction.code(n) - 1];
    }

    static long reads(long n) {
        int roles = ROLES[Instruction.code(n)];
        return bit(roles, RS1, Instruction.rs1(n)) | bit(roles, RS2, Instruction.rs2(n)) | bit(roles, RS3, Instruction.rs3(n));
    }

    static long writes(long n) {
        return Instruction.rd(n) == Instruction.SINK ? 0 : bit(ROLES[Instruction.code(n)], RD, Instruction.rd(n));
    }

    private static long bit(int roles, int role, int register) {
        if ((roles & role) == 0) {
            return 0;
        }
        return (roles & role << FLOATING) != 0 ? 1L << 32 + register : 1L << register & ~1L;
    }

    /** Whether {@code n} is an access to memory, or another instruction that may trap within translated code. */
    static boolean mayTrap(long n) {
        int code = Instruction.code(n);
        return code >= Opcode.LB && code <= Opcode.SD
                || code >= Opcode.FLW && code <= Opcode.FSD
                || code >= Opcode.LR_W && code <= Opcode.AMOMAXU_D
                || code >= Opcode.FMADD_S && code <= Opcode.FCVT_D_S && Instruction.immediate(n) > FloatStatus.RMM
                || code == Opcode.CBO_ZERO;
    }

    /** Whether {@code n} is left to the interpreter. */
    static boolean untranslated(long n) {
        int code = Instruction.code(n);
        return code == Instruction.ILLEGAL
                || code > OPS.length
                || code >= Opcode.FENCE_TSO && code <= Opcode.CSRRCI
                || code >= Opcode.SRET && code <= Opcode.SFENCE_VMA;
    }
}

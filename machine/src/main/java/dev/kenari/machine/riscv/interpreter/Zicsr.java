package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;

import dev.kenari.machine.Clock;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.Csr;

/** The CSRs of U-mode (Volume I, "Zicsr" and "Zicntr"). A cycle is an instruction; time counts at the board's 10 MHz. */
final class Zicsr {
    private static final int NANOS_PER_TICK = 100;
    static final int FFLAGS_MASK = 0x1F;
    static final int FRM_SHIFT = 5;
    /** The rounding mode of an instruction that stands for the one in frm. */
    static final int DYNAMIC = 7;

    private static final int FCSR_MASK = 0xFF;

    private final Clock clock;

    Zicsr(Clock clock) {
        this.clock = clock;
    }

    /** Executes {@code n}; false if it is illegal in U-mode. {@code retired} is the hart's count before it. */
    boolean execute(int code, long n, Registers registers, long retired) {
        int csr = (int) immediate(n) & 0xFFF;
        boolean immediateForm = code >= Opcode.CSRRWI;
        boolean swap = code == Opcode.CSRRW || code == Opcode.CSRRWI;
        boolean writes = swap || rs1(n) != 0;
        boolean counter = csr >= Csr.CYCLE && csr <= Csr.INSTRET;
        boolean floating = csr >= Csr.FFLAGS && csr <= Csr.FCSR;
        if (!counter && !floating || counter && writes) {
            return false;
        }
        long operand = immediateForm ? rs1(n) : registers.x[rs1(n)];
        long old = read(csr, registers, retired);
        if (writes) {
            write(csr, registers, switch (code) {
                case Opcode.CSRRS, Opcode.CSRRSI -> old | operand;
                case Opcode.CSRRC, Opcode.CSRRCI -> old & ~operand;
                default -> operand;
            });
        }
        registers.x[rd(n)] = old;
        return true;
    }

    private long read(int csr, Registers registers, long retired) {
        return switch (csr) {
            case Csr.FFLAGS -> registers.fcsr & FFLAGS_MASK;
            case Csr.FRM -> registers.fcsr >>> FRM_SHIFT & 7;
            case Csr.FCSR -> registers.fcsr & FCSR_MASK;
            case Csr.TIME -> clock.nanos() / NANOS_PER_TICK;
            default -> retired;
        };
    }

    private static void write(int csr, Registers registers, long value) {
        registers.fcsr = switch (csr) {
            case Csr.FFLAGS -> registers.fcsr & ~FFLAGS_MASK | (int) value & FFLAGS_MASK;
            case Csr.FRM -> registers.fcsr & FFLAGS_MASK | ((int) value & 7) << FRM_SHIFT;
            default -> (int) value & FCSR_MASK;
        };
    }
}

package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.riscv.isa.Csr;
import dev.kenari.machine.riscv.isa.Decoder;
import dev.kenari.machine.riscv.isa.Extension;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Operand;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random instructions, each in a unit of machine code with what prepares its operands and mixes its result into x27, so that an
 * early difference shows at the end. Units run at any address and leave at their end. Reserved: x26 (an odd factor), x27 (the
 * mix), x28 and x29 (temporaries), x30 (middle of the scratch area), x31 (middle of the pool of operands).
 */
final class RandomUnits {
    /** Offsets from x30 and x31 that a unit touches are within this, either way. */
    static final int REACH = 2048;

    static final int FACTOR = 26;
    static final int MIX = 27;
    private static final int TEMPORARY = 28;
    private static final int POINTER = 29;
    static final int SCRATCH = 30;
    static final int POOL = 31;
    private static final int SP = 2;

    private final Random random;
    /** Units write no register from this on but {@link #MIX} and the temporaries. */
    private final int firstReserved;

    private final boolean keepsSp;
    private final List<Op> ops;
    private final List<Op> floating;
    private ByteArrayOutputStream out;

    /** Units of instructions {@code from}; if {@code keepsSp}, the stack pointer is after each what it was before. */
    RandomUnits(Random random, Set<Op> from, int firstReserved, boolean keepsSp) {
        this.random = random;
        this.firstReserved = firstReserved;
        this.keepsSp = keepsSp;
        ops = List.copyOf(from);
        floating = ops.stream()
                .filter(op -> op.extension() == Extension.F || op.extension() == Extension.D)
                .toList();
    }

    byte[] next() {
        boolean any = random.nextInt(3) != 0;
        Op op = any ? ops.get(random.nextInt(ops.size())) : floating.get(random.nextInt(floating.size()));
        out = new ByteArrayOutputStream();
        boolean saveSp = keepsSp && (viaSp(op) || op == Op.C_ADDI16SP);
        if (saveSp) {
            emit(Op.ADDI, POINTER, SP, 0, 0);
        }
        unit(op);
        if (saveSp) {
            emit(Op.ADDI, SP, POINTER, 0, 0);
        }
        return out.toByteArray();
    }

    private void unit(Op op) {
        Op base = op.expansion();
        switch (base) {
            case BEQ, BNE, BLT, BGE, BLTU, BGEU, JAL -> jumpOver(op);
            case JALR -> jumpRegister(op);
            case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> csr(op);
            case LR_W, LR_D -> reserve(op);
            case CBO_ZERO -> {
                emit(Op.ADDI, POINTER, SCRATCH, 0, offset(1));
                emit(op, 0, POINTER, 0, 0);
            }
            default -> {
                if (op.extension() == Extension.A) {
                    int size = op.mnemonic().contains(".w") ? 4 : 8;
                    emit(Op.ADDI, POINTER, SCRATCH, 0, offset(size));
                    int rd = register();
                    emit(op, rd, POINTER, register(), 0);
                    mixInteger(rd);
                } else if (memory(op)) {
                    memoryAccess(op);
                } else if (base.extension() == Extension.F || base.extension() == Extension.D) {
                    floating(op);
                } else {
                    integer(op);
                }
            }
        }
    }

    private static boolean memory(Op op) {
        String words = op.format().name();
        return words.contains("LOAD") || words.contains("STORE") || words.matches("C_F?[LS][WD](SP)?");
    }

    private static boolean viaSp(Op op) {
        return memory(op) && op.format().name().endsWith("SP");
    }

    private void memoryAccess(Op op) {
        boolean compressed = op.compressed();
        boolean viaSp = viaSp(op);
        int baseRegister = !compressed ? SCRATCH : viaSp ? SP : 8 + random.nextInt(8);
        long displacement = compressed ? 8L * random.nextInt(viaSp ? 8 : 16) : offset(1);
        if (compressed) {
            emit(Op.ADDI, baseRegister, SCRATCH, 0, offset(1) / 2);
        }
        boolean wordOnly = op.mnemonic().matches("c\\.f?[ls]w.*");
        displacement = wordOnly ? displacement & 0x7C : displacement;
        int data = compressed && !viaSp ? 8 + random.nextInt(8) : viaSp ? Math.max(register(), 1) : register();
        emit(op, data, baseRegister, data, displacement);
        if (isLoad(op)) {
            boolean toFloat = op.mnemonic().contains("fl");
            if (toFloat) {
                mixFloat(data);
            } else {
                mixInteger(data);
            }
        }
    }

    private static boolean isLoad(Op op) {
        String m = op.expansion().mnemonic();
        return m.startsWith("l") || m.startsWith("fl");
    }

    private void jumpOver(Op op) {
        int skipped = 1 + random.nextInt(3);
        long target = op.length() + 4L * skipped;
        int rd = op.compressed() ? 0 : register();
        int a = op.compressed() ? 8 + random.nextInt(8) : register();
        int b = op.compressed() ? 0 : random.nextInt(4) == 0 ? a : register();
        emit(op, rd, a, b, target);
        for (int i = 0; i < skipped; i++) {
            emit(Op.ADDI, MIX, MIX, 0, 1 + i);
        }
        if (op == Op.JAL) {
            mixInteger(rd);
        }
    }

    private void jumpRegister(Op op) {
        emit(Op.AUIPC, TEMPORARY, 0, 0, 0);
        int rd = op.compressed() ? 1 : register();
        long target = 4 + op.length() + (op.compressed() ? 4 : 0) + 4;
        if (op.compressed()) {
            emit(Op.ADDI, TEMPORARY, TEMPORARY, 0, target);
        }
        emit(op, rd, TEMPORARY, 0, op.compressed() ? 0 : target + random.nextInt(2));
        emit(Op.ADDI, MIX, MIX, 0, 1);
        if (op != Op.C_JR) {
            mixInteger(rd);
        }
    }

    private void csr(Op op) {
        boolean immediate = op.mnemonic().endsWith("i");
        int rd = register();
        int csr = Csr.FFLAGS + random.nextInt(3);
        int operand = random.nextInt(32);
        if (csr == Csr.FRM) {
            if (op == Op.CSRRWI) {
                operand = random.nextInt(5);
            } else {
                emit(Op.CSRRWI, register(), random.nextInt(5), 0, Csr.FRM);
                csr = Csr.FFLAGS;
            }
        }
        if (csr == Csr.FCSR && !immediate) {
            csr = Csr.FFLAGS;
        }
        emit(op, rd, operand, 0, csr);
        mixInteger(rd);
    }

    private void reserve(Op op) {
        boolean word = op == Op.LR_W;
        int rd = register();
        emit(Op.ADDI, POINTER, SCRATCH, 0, offset(8));
        emit(op, rd, POINTER, 0, 0);
        if (random.nextInt(4) == 0) {
            emit(Op.SB, 0, POINTER, register(), 0);
        }
        int failed = register();
        emit(word ? Op.SC_W : Op.SC_D, failed, POINTER, register(), 0);
        mixInteger(failed);
        mixInteger(rd);
    }

    private void floating(Op op) {
        boolean dynamic = random.nextBoolean();
        if (random.nextInt(3) == 0) {
            emit(Op.CSRRWI, 0, random.nextInt(5), 0, Csr.FRM);
        }
        if (random.nextBoolean()) {
            emit(Op.CSRRWI, 0, 0, 0, Csr.FFLAGS);
        }
        int[] sources = {random.nextInt(32), random.nextInt(32), random.nextInt(32)};
        for (int source : sources) {
            if (random.nextInt(4) != 0) {
                boolean single = op.mnemonic().contains(".s") && random.nextInt(8) != 0;
                emit(single ? Op.FLW : Op.FLD, source, POOL, 0, offset(8));
            }
        }
        boolean fromInteger = op.format().name().startsWith("X_TO_F");
        boolean toInteger = op.mnemonic().matches("f(eq|lt|le|class|mv\\.x|cvt\\.[wl]u?)\\..*");
        int rd = toInteger ? register() : random.nextInt(32);
        int a = fromInteger ? register() : sources[0];
        if (fromInteger && random.nextBoolean()) {
            emit(Op.LD, TEMPORARY, POOL, 0, offset(8));
            a = TEMPORARY;
        }
        int bits = 0;
        int rounding = dynamic ? 7 : random.nextInt(5);
        for (Operand operand : op.format().operands()) {
            bits |= operand.insert(switch (operand) {
                case RD, FRD -> rd;
                case RS1, FRS1 -> a;
                case FRS2 -> sources[1];
                case FRS3 -> sources[2];
                case RM -> rounding;
                default -> 0;
            });
        }
        write(op.match() | bits, 4);
        if (toInteger) {
            mixInteger(rd);
        } else {
            mixFloat(rd);
        }
        emit(Op.CSRRS, TEMPORARY, 0, 0, Csr.FFLAGS);
        mixInteger(TEMPORARY);
    }

    private void integer(Op op) {
        while (true) {
            int bits = random.nextInt() & ~op.mask() | op.match();
            bits = op.compressed() ? bits & 0xFFFF : bits;
            int rd = -1;
            boolean reserved = false;
            for (Operand operand : op.format().operands()) {
                if (operand.role() == Operand.Role.RD || operand.role() == Operand.Role.RD_RS1) {
                    rd = operand.extract(bits);
                    reserved = rd >= firstReserved || rd == SP && keepsSp && op != Op.C_ADDI16SP;
                }
            }
            if (!reserved && Decoder.find(bits) == op) {
                write(bits, op.length());
                mixInteger(op == Op.C_ADDI16SP ? 2 : Math.max(rd, 0));
                return;
            }
        }
    }

    private void mixInteger(int register) {
        emit(Op.XOR, MIX, MIX, register, 0);
        emit(Op.MUL, MIX, MIX, FACTOR, 0);
    }

    private void mixFloat(int register) {
        emit(Op.FMV_X_D, TEMPORARY, register, 0, 0);
        mixInteger(TEMPORARY);
    }

    private int register() {
        int register = random.nextInt(firstReserved);
        return register == SP && keepsSp ? 1 : register;
    }

    private long offset(int alignment) {
        return (random.nextInt(2 * (REACH - 8)) - (REACH - 8)) & -alignment;
    }

    private void emit(Op op, int rd, int rs1, int rs2, long immediate) {
        int bits = op.match();
        for (Operand operand : op.format().operands()) {
            bits |= operand.insert(switch (operand.role()) {
                case RD -> rd;
                case RS1 -> rs1;
                case RS2 -> rs2;
                case RD_RS1 -> rd;
                case IMM -> immediate;
                case RS3, NONE -> 0;
            });
        }
        write(bits, op.length());
    }

    private void write(int bits, int length) {
        for (int i = 0; i < length; i++) {
            out.write(bits >>> 8 * i);
        }
    }
}

package dev.kenari.machine.riscv.isa;

import java.util.ArrayList;
import java.util.List;

/** Finds the row of an instruction and extracts its operands. */
public final class Decoder {
    private static final Op[][] BASE = new Op[256][];
    private static final Op[][] COMPRESSED = new Op[32][];

    static {
        for (int i = 0; i < BASE.length; i++) {
            int fixed = i >> 3 << 2 | 3 | (i & 7) << 12;
            BASE[i] = candidates(fixed, 0x707F, false);
        }
        for (int i = 0; i < COMPRESSED.length; i++) {
            int fixed = i & 3 | i >> 2 << 13;
            COMPRESSED[i] = candidates(fixed, 0xE003, true);
        }
    }

    private Decoder() {}

    /** The rows that can match bits equal to {@code fixed} under {@code mask}, the most specific first. */
    private static Op[] candidates(int fixed, int mask, boolean compressed) {
        List<Op> rows = new ArrayList<>();
        for (Op op : Op.values()) {
            if (op.compressed() == compressed && ((op.match() ^ fixed) & op.mask() & mask) == 0) {
                rows.add(op);
            }
        }
        rows.sort((a, b) -> Integer.bitCount(b.mask()) - Integer.bitCount(a.mask()));
        return rows.toArray(Op[]::new);
    }

    /** Bytes of the instruction whose first halfword is {@code bits}: 2 or 4. */
    public static int length(int bits) {
        return (bits & 3) == 3 ? 4 : 2;
    }

    /** The row that {@code bits} encode; null if none. Compressed instructions are the low 16 bits. */
    public static Op find(int bits) {
        Op[] rows = length(bits) == 4
                ? BASE[(bits >> 2 & 31) << 3 | bits >> 12 & 7]
                : COMPRESSED[bits & 3 | (bits >> 13 & 7) << 2];
        int significant = length(bits) == 4 ? bits : bits & 0xFFFF;
        for (Op op : rows) {
            if (op.matches(significant)) {
                return op;
            }
        }
        return null;
    }

    /** Decodes {@code bits} to an {@link Instruction}. */
    public static long decode(int bits) {
        int halfwords = length(bits) / 2;
        Op op = find(bits);
        if (op == null) {
            return Instruction.pack(
                    Instruction.ILLEGAL, Instruction.SINK, 0, 0, 0, halfwords == 2 ? bits : bits & 0xFFFF, halfwords);
        }
        Format format = op.format();
        int rd = format.implicitRd();
        int rs1 = format.implicitRs1();
        int rs2 = format.implicitRs2();
        int rs3 = 0;
        int immediate = 0;
        for (Operand operand : format.operands()) {
            int value = operand.extract(bits);
            switch (operand.role()) {
                case RD -> rd = value;
                case RS1 -> rs1 = value;
                case RS2 -> rs2 = value;
                case RS3 -> rs3 = value;
                case RD_RS1 -> {
                    rd = value;
                    rs1 = value;
                }
                case IMM -> immediate = value;
                case NONE -> {}
            }
        }
        if (rd == 0 && !format.floatingRd()) {
            rd = Instruction.SINK;
        }
        return Instruction.pack(op.expansion().code(), rd, rs1, rs2, rs3, immediate, halfwords);
    }
}

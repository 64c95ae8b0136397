package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;

/** Bit manipulation (Volume I, "B": Zba, Zbb, Zbs) and conditional zero (Zicond). */
final class Rv64b {
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Rv64b() {}

    /** Executes {@code n}, whose code is from SH1ADD to CZERO_NEZ. */
    static void execute(int code, long n, long[] x) {
        long a = x[rs1(n)];
        long b = x[rs2(n)];
        int shamt = (int) immediate(n);
        long result =
                switch (code) {
                    case Opcode.SH1ADD -> (a << 1) + b;
                    case Opcode.SH2ADD -> (a << 2) + b;
                    case Opcode.SH3ADD -> (a << 3) + b;
                    case Opcode.ADD_UW -> (a & 0xFFFF_FFFFL) + b;
                    case Opcode.SH1ADD_UW -> ((a & 0xFFFF_FFFFL) << 1) + b;
                    case Opcode.SH2ADD_UW -> ((a & 0xFFFF_FFFFL) << 2) + b;
                    case Opcode.SH3ADD_UW -> ((a & 0xFFFF_FFFFL) << 3) + b;
                    case Opcode.SLLI_UW -> (a & 0xFFFF_FFFFL) << shamt;
                    case Opcode.ANDN -> a & ~b;
                    case Opcode.ORN -> a | ~b;
                    case Opcode.XNOR -> ~(a ^ b);
                    case Opcode.CLZ -> Long.numberOfLeadingZeros(a);
                    case Opcode.CTZ -> Long.numberOfTrailingZeros(a);
                    case Opcode.CPOP -> Long.bitCount(a);
                    case Opcode.CLZW -> Integer.numberOfLeadingZeros((int) a);
                    case Opcode.CTZW -> Integer.numberOfTrailingZeros((int) a);
                    case Opcode.CPOPW -> Integer.bitCount((int) a);
                    case Opcode.SEXT_B -> (byte) a;
                    case Opcode.SEXT_H -> (short) a;
                    case Opcode.ZEXT_H -> a & 0xFFFF;
                    case Opcode.MIN -> Math.min(a, b);
                    case Opcode.MAX -> Math.max(a, b);
                    case Opcode.MINU -> Long.compareUnsigned(a, b) <= 0 ? a : b;
                    case Opcode.MAXU -> Long.compareUnsigned(a, b) >= 0 ? a : b;
                    case Opcode.ROL -> Long.rotateLeft(a, (int) b);
                    case Opcode.ROR -> Long.rotateRight(a, (int) b);
                    case Opcode.RORI -> Long.rotateRight(a, shamt);
                    case Opcode.ROLW -> Integer.rotateLeft((int) a, (int) b);
                    case Opcode.RORW -> Integer.rotateRight((int) a, (int) b);
                    case Opcode.RORIW -> Integer.rotateRight((int) a, shamt);
                    case Opcode.ORC_B -> orCombine(a);
                    case Opcode.REV8 -> Long.reverseBytes(a);
                    case Opcode.BCLR -> a & ~(1L << b);
                    case Opcode.BCLRI -> a & ~(1L << shamt);
                    case Opcode.BEXT -> a >>> b & 1;
                    case Opcode.BEXTI -> a >>> shamt & 1;
                    case Opcode.BINV -> a ^ 1L << b;
                    case Opcode.BINVI -> a ^ 1L << shamt;
                    case Opcode.BSET -> a | 1L << b;
                    case Opcode.BSETI -> a | 1L << shamt;
                    case Opcode.CZERO_EQZ -> b == 0 ? 0 : a;
                    case Opcode.CZERO_NEZ -> b != 0 ? 0 : a;
                    default -> throw new IllegalStateException("not a bit-manipulation instruction: " + code);
                };
        x[rd(n)] = result;
    }

    /** orc.b: every byte becomes all ones if any of its bits is set. */
    private static long orCombine(long a) {
        long folded = a | a >>> 4 & 0x0F0F_0F0F_0F0F_0F0FL;
        folded |= folded >>> 2 & 0x3F3F_3F3F_3F3F_3F3FL;
        folded |= folded >>> 1 & 0x7F7F_7F7F_7F7F_7F7FL;
        return (folded & LOW_BITS) * 0xFF;
    }
}

package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Decoder;
import dev.kenari.machine.riscv.isa.Disassembler;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Operand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Machine code as assembly that runs at any address: branch targets are relative to {@code .}. */
final class Listing {
    private Listing() {}

    /** A line for each instruction of {@code code}; they assemble to the same bytes. */
    static List<String> lines(byte[] code) {
        List<String> lines = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(code, code.length + 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < code.length; at += Decoder.length(buffer.getInt(at))) {
            int length = Decoder.length(buffer.getInt(at));
            lines.add(line(buffer.getInt(at), Arrays.copyOfRange(code, at, at + length)));
        }
        return lines;
    }

    private static String line(int bits, byte[] code) {
        String text = Disassembler.disassemble(bits, 0);
        Op op = Decoder.find(bits);
        if (op != null && op.format().operands().stream().anyMatch(operand -> operand.kind() == Operand.Kind.TARGET)) {
            int last = Math.max(text.lastIndexOf(','), text.lastIndexOf(' ')) + 1;
            text = text.substring(0, last) + ".+" + (int) Long.parseUnsignedLong(text.substring(last), 16);
        }
        return assemblesTo(text, code)
                ? text
                : code.length == 4 ? ".4byte 0x" + Integer.toHexString(bits) : ".2byte 0x" + Integer.toHexString(bits & 0xFFFF);
    }

    /** Not everything that is decoded can be written: reserved bits of a fence, for one. */
    private static boolean assemblesTo(String text, byte[] code) {
        try {
            return Arrays.equals(Assembler.assemble(text, 0).code(), code);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package dev.kenari.machine.riscv.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table against GNU objdump: every row, random operands. */
class DisassemblerTest {
    private static final int SAMPLES = 12;
    private static final Pattern LINE = Pattern.compile("\\s*([0-9a-f]+):\\t([0-9a-f]+)\\s+(.*)");

    @TempDir
    Path directory;

    @Test
    void agreesWithObjdump() throws Exception {
        Oracle.require("riscv64-linux-gnu-as", "binutils-riscv64-linux-gnu");
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("DisassemblerTest: -Dkenari.seed=" + seed);
        List<Integer> words = sample(new Random(seed));
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : objdump(words)) {
            Matcher m = LINE.matcher(line);
            if (!m.matches()) {
                continue;
            }
            long address = Long.parseUnsignedLong(m.group(1), 16);
            int bits = Integer.parseUnsignedInt(m.group(2), 16);
            if (bits == 0) {
                // The section's padding.
                continue;
            }
            String theirs = normalise(m.group(3));
            String ours = Disassembler.disassemble(bits, address);
            if (!theirs.equals(ours)) {
                differences.add("%08x objdump: %s | ours: %s".formatted(bits, theirs, ours));
            }
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isEqualTo(words.size());
    }

    private static List<Integer> sample(Random random) {
        List<Integer> words = new ArrayList<>();
        Set<Op> found = EnumSet.noneOf(Op.class);
        for (Op op : Op.values()) {
            // Not known to binutils 2.40.
            if (op.extension() == Extension.ZICOND || op == Op.PAUSE) {
                continue;
            }
            for (int i = 0; i < SAMPLES; i++) {
                int bits = random.nextInt() & ~op.mask() | op.match();
                bits = op.compressed() ? bits & 0xFFFF : bits;
                if (Decoder.find(bits) == op && !hint(op, bits)) {
                    words.add(bits);
                    found.add(op);
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(Op.values().length - 20);
        return words;
    }

    /** Encodings that objdump shows as data or as another instruction: hints and reserved operands. */
    private static boolean hint(Op op, int bits) {
        int rd = bits >> 7 & 31;
        int rm = bits >> 12 & 7;
        boolean reservedRounding = false;
        for (Operand operand : op.format().operands()) {
            reservedRounding |= operand == Operand.RM && (rm == 5 || rm == 6);
            reservedRounding |= operand == Operand.RM_EXACT && rm != 0;
        }
        boolean unnamedCsr = false;
        if (op.extension() == Extension.ZICSR) {
            unnamedCsr = Csr.parse(Csr.name(bits >>> 20)) < 0;
        }
        boolean fenceHint = op == Op.FENCE && (bits & 0xF00F_8F80) != 0 || op == Op.FENCE_TSO && (bits & 0xF8F80) != 0
                || op == Op.FENCE_I && (bits & 0xFFFF_8F80) != 0;
        boolean compressedHint = switch (op) {
            // Shown as c.addi zero.
            case C_NOP -> true;
            case C_LI, C_LUI, C_MV, C_ADD -> rd == 0;
            case C_SLLI -> rd == 0 || (bits & 0x107C) == 0;
            case C_SRLI, C_SRAI -> (bits & 0x107C) == 0;
            case C_ADDI -> (bits & 0x107C) == 0;
            default -> false;
        };
        return reservedRounding || unnamedCsr || fenceHint || compressedHint;
    }

    private List<String> objdump(List<Integer> words) throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder(
                ".attribute arch, \"rv64gc_zicsr_zifencei_zba_zbb_zbs_zicboz\"\n.text\n.option rvc\n");
        for (int bits : words) {
            source.append(Decoder.length(bits) == 4 ? ".insn 4, " : ".insn 2, ")
                    .append("0x")
                    .append(Integer.toHexString(bits))
                    .append('\n');
        }
        Path file = directory.resolve("sample.s");
        Path object = directory.resolve("sample.o");
        Files.writeString(file, source);
        Oracle.run("riscv64-linux-gnu-as", "-o", object.toString(), file.toString());
        return Oracle.run("riscv64-linux-gnu-objdump", "-d", "-z", "-M", "no-aliases", object.toString());
    }

    private static String normalise(String text) {
        return text.replaceAll("\\s*[<#].*", "").replace('\t', ' ').trim();
    }
}

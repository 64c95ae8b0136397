package dev.kenari.machine.riscv.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {
    @Test
    void assemblesWhatTheDisassemblerWrites() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("AssemblerTest: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        for (Op op : Op.values()) {
            for (int i = 0; i < 50; i++) {
                int bits = random.nextInt() & ~op.mask() | op.match();
                bits = op.compressed() ? bits & 0xFFFF : bits;
                if (Decoder.find(bits) != op) {
                    continue;
                }
                String text = Disassembler.disassemble(bits, 0x10000);
                text = absoluteTarget(op, text);
                if (text.contains("unknown")) {
                    continue;
                }
                Program program = Assembler.assemble(text, 0x10000);
                int again = program.code()[0] & 0xFF | (program.code()[1] & 0xFF) << 8;
                if (program.code().length == 4) {
                    again |= (program.code()[2] & 0xFF) << 16 | program.code()[3] << 24;
                }
                if (Decoder.decode(again) != Decoder.decode(bits)) {
                    differences.add("%08x %08x %s".formatted(bits, again, text));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /** The disassembler writes targets in hexadecimal without a prefix. */
    private static String absoluteTarget(Op op, String text) {
        for (Operand operand : op.format().operands()) {
            if (operand.kind() == Operand.Kind.TARGET) {
                int at = Math.max(text.lastIndexOf(','), text.lastIndexOf(' ')) + 1;
                return text.substring(0, at) + "0x" + text.substring(at);
            }
        }
        return text;
    }

    @Test
    void agreesWithGnuAs(@TempDir Path directory) throws Exception {
        Oracle.require("riscv64-linux-gnu-as", "binutils-riscv64-linux-gnu");
        String source = """
                .globl _start
                _start: li a0, 0x12345678
                li a1, -1; li a2, 0x123456789abcdef0
                li a3, 2048
                li a4, -0x80000000
                mv a5, a0 # comment
                beqz a5, end
                bgtu a0, a1, _start
                jal end
                j _start
                call end
                jalr a0
                ret
                ld a0, (sp)
                sd a0, -8(sp)
                amoadd.d.aqrl a0, a1, (a2)
                lr.w.aq a0, (a1)
                fadd.d fa0, fa1, fa2
                fadd.s fa0, fa1, fa2, rtz
                fcvt.l.d a0, fa0, rtz
                fmv.d fa0, fa1
                csrr a0, fcsr
                fence rw, w
                fence
                rdtime t0
                sext.w a0, a0
                not a0, a0
                seqz a0, a1
                .align 3
                end: .byte 1, 2, 'a', '\\n'
                .asciz "hi # you\\n;\\t"
                .word 5, -1, end - _start
                .dword 0x123456789
                """;
        Path file = directory.resolve("a.s");
        Path object = directory.resolve("a.elf");
        Path flat = directory.resolve("a.bin");
        Files.writeString(file, ".option norvc\n.option norelax\n" + source);
        Oracle.run("riscv64-linux-gnu-as", "-march=rv64g", "-o", object.toString(), file.toString());
        Path linked = directory.resolve("a.out");
        Oracle.run("riscv64-linux-gnu-ld", "-Ttext=0x10000", "-o", linked.toString(), object.toString());
        Oracle.run("riscv64-linux-gnu-objcopy", "-O", "binary", linked.toString(), flat.toString());
        byte[] ours = Assembler.assemble(source, 0x10000).code();
        byte[] theirs = Files.readAllBytes(flat);
        for (int i = 0; i + 4 <= ours.length && i + 4 <= theirs.length; i += 4) {
            assertThat(text(ours, i)).isEqualTo(text(theirs, i));
        }
        // GNU as pads the section.
        assertThat(theirs.length - ours.length).isBetween(0, 7);
    }

    private static String text(byte[] code, int at) {
        int bits = code[at] & 0xFF | (code[at + 1] & 0xFF) << 8 | (code[at + 2] & 0xFF) << 16 | code[at + 3] << 24;
        return Integer.toHexString(at) + ": " + Disassembler.disassemble(bits, 0x10000 + at);
    }

    @Test
    void namesTheLineOfAMistake() {
        assertThatThrownBy(() -> Assembler.assemble("nop\naddi a0, a0, 5000\n", 0)).hasMessageContaining("line 2");
        assertThatThrownBy(() -> Assembler.assemble("frobnicate a0", 0)).hasMessageContaining("frobnicate");
        assertThatThrownBy(() -> Assembler.assemble("j nowhere", 0)).hasMessageContaining("nowhere");
        assertThatThrownBy(() -> Assembler.assemble("addi a0, a0", 0)).hasMessageContaining("rd,rs1,imm_i");
        assertThatThrownBy(() -> Assembler.assemble("c.addi zero, 1", 0)).hasMessageContaining("c.addi");
    }

    @Test
    void loadsEveryConstant() {
        assertThat(Pseudo.loadImmediate("a0", Long.MIN_VALUE)).hasSizeLessThanOrEqualTo(8);
        assertThat(Pseudo.loadImmediate("a0", 0)).containsExactly("addi a0,zero,0");
    }
}

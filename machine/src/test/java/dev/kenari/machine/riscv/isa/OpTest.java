package dev.kenari.machine.riscv.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpTest {
    /** Rows that name one encoding of another row. */
    private static final Set<Op> SPECIAL_CASES = Set.of(Op.FENCE_TSO, Op.PAUSE);

    @Test
    void encodingsOf32BitsDoNotOverlap() {
        List<String> overlaps = new ArrayList<>();
        for (Op a : Op.values()) {
            for (Op b : Op.values()) {
                if (a.ordinal() < b.ordinal() && !a.compressed() && !b.compressed() && !SPECIAL_CASES.contains(b)) {
                    if (((a.match() ^ b.match()) & a.mask() & b.mask()) == 0) {
                        overlaps.add(a + " " + b);
                    }
                }
            }
        }
        assertThat(overlaps).isEmpty();
    }

    @Test
    void everyHalfwordMatchesAtMostOneCompressedRow() {
        List<String> overlaps = new ArrayList<>();
        for (int bits = 0; bits < 1 << 16; bits++) {
            Op found = null;
            for (Op op : Op.values()) {
                if (op.compressed() && op.matches(bits)) {
                    if (found != null) {
                        overlaps.add(Integer.toHexString(bits) + " " + found + " " + op);
                    }
                    found = op;
                }
            }
        }
        assertThat(overlaps).isEmpty();
    }

    @Test
    void fixedBitsAndOperandsDoNotOverlap() {
        for (Op op : Op.values()) {
            assertThat(op.match() & ~op.mask()).as("match outside mask of %s", op).isZero();
            for (Operand operand : op.format().operands()) {
                assertThat(operand.mask() & op.mask()).as("%s of %s", operand, op).isZero();
            }
        }
    }

    @Test
    void lengthAgreesWithTheLowBits() {
        for (Op op : Op.values()) {
            assertThat(Decoder.length(op.match())).as("%s", op).isEqualTo(op.length());
        }
    }

    @Test
    void codesFitTheDecodedInstruction() {
        for (Op op : Op.values()) {
            assertThat(Instruction.code(Instruction.pack(op.code(), 0, 0, 0, 0, 0, 1))).isEqualTo(op.code());
        }
        assertThat(Op.values().length).isLessThan(0x1FF - 1);
    }
}

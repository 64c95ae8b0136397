package dev.kenari.machine.riscv.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Engines;
import dev.kenari.machine.riscv.TestMachine;
import dev.kenari.machine.riscv.isa.Extension;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Operand;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    /** HotSpot leaves longer methods to its own interpreter (HugeMethodLimit). */
    private static final int HUGE_METHOD = 8000;

    @Test
    void theLoopIsShortEnoughToBeCompiled() throws IOException {
        try (InputStream bytes = Interpreter.class.getResourceAsStream("Interpreter.class")) {
            int length = ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().equalsString("loop"))
                    .mapToInt(method -> ((CodeAttribute) method.code().orElseThrow()).codeLength())
                    .findFirst()
                    .orElseThrow();
            assertThat(length).isBetween(1, HUGE_METHOD - 1);
        }
    }

    @Test
    void everyUserModeRowIsExecuted() {
        for (Op op : Op.values()) {
            if (op.extension() == Extension.PRIVILEGED) {
                continue;
            }
            try (TestMachine machine = new TestMachine(Engines.REFERENCE)) {
                long frame = machine.map(0x10000, machine.pteFlags());
                if (op.compressed()) {
                    machine.memory.putShort(frame + 8, (short) operands(op));
                } else {
                    machine.memory.putInt(frame + 8, operands(op));
                }
                machine.registers.pc = 0x10008;
                assertThat(machine.hart.run(machine.registers) == Cause.ILLEGAL_INSTRUCTION && machine.registers.pc == 0x10008)
                        .as("%s is illegal", op)
                        .isFalse();
            }
        }
    }

    /** An encoding of {@code op} with x8, x9 and x10, csr fflags, and small immediates. */
    private static int operands(Op op) {
        int bits = op.match();
        for (Operand operand : op.format().operands()) {
            bits |= operand.insert(switch (operand.kind()) {
                case X, X_PRIME, F, F_PRIME -> 9;
                case CSR -> 1;
                case ROUNDING -> 0;
                case FENCE -> 3;
                case UPPER -> 0x1000;
                case TARGET -> 8;
                default -> 16;
            });
        }
        return bits;
    }

    @Test
    void countsTrailingZerosOfAWordThatIsZero() {
        assertThat(result("li a0, 0x10000000000\nctzw a0, a0\necall")).isEqualTo(32);
        assertThat(result("li a0, 0x10000000000\nclzw a0, a0\necall")).isEqualTo(32);
        assertThat(result("ctz a0, zero\necall")).isEqualTo(64);
    }

    @Test
    void zeroesOnACondition() {
        String operands = "li a1, 7\nli a2, 3\n";
        assertThat(result(operands + "czero.eqz a0, a1, a2\necall")).isEqualTo(7);
        assertThat(result(operands + "czero.eqz a0, a1, zero\necall")).isZero();
        assertThat(result(operands + "czero.nez a0, a1, a2\necall")).isZero();
        assertThat(result(operands + "czero.nez a0, a1, zero\necall")).isEqualTo(7);
    }

    @Test
    void divisionHasNoTraps() {
        String minimum = "li a1, -0x8000000000000000\nli a2, -1\n";
        assertThat(result(minimum + "div a0, a1, a2\necall")).isEqualTo(Long.MIN_VALUE);
        assertThat(result(minimum + "rem a0, a1, a2\necall")).isZero();
        assertThat(result("li a1, 5\ndivu a0, a1, zero\necall")).isEqualTo(-1);
        assertThat(result("li a1, 5\nremw a0, a1, zero\necall")).isEqualTo(5);
        assertThat(result("li a1, -0x80000000\nli a2, -1\ndivw a0, a1, a2\necall")).isEqualTo(Integer.MIN_VALUE);
    }

    private static long result(String source) {
        try (TestMachine machine = new TestMachine(Engines.REFERENCE)) {
            assertThat(machine.run(source)).isEqualTo(Cause.ECALL_FROM_U);
            return machine.registers.x[10];
        }
    }
}

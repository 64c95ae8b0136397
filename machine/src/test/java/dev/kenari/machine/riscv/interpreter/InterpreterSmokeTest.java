package dev.kenari.machine.riscv.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Registers;
import org.junit.jupiter.api.Test;

class InterpreterSmokeTest {
    @Test
    void sumsALoopAndTraps() {
        try (PhysicalMemory memory = new PhysicalMemory(0x8000_0000L, 1 << 20)) {
            // addi a0,zero,100; add a1,a1,a0; addi a0,a0,-1; bne a0,zero,-8; ecall
            int[] code = {0x06400513, 0x00a585b3, 0xfff50513, 0xfe051ce3, 0x00000073};
            for (int i = 0; i < code.length; i++) {
                memory.putInt(memory.base() + i * 4L, code[i]);
            }
            Hart hart = Harts.create(1, memory, new TestClock()).getFirst();
            Registers registers = new Registers();
            registers.pc = memory.base();
            assertThat(hart.run(registers)).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(registers.x[11]).isEqualTo(5050);
            assertThat(registers.pc).isEqualTo(memory.base() + 16);
        }
    }
}

package dev.kenari.machine.riscv.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import org.junit.jupiter.api.Test;

class FenceITest {
    /** Patches the instruction at {@code patch} with {@code li a0, 2}. */
    private static final String PATCHES_ITSELF = """
            call patch
            la t0, patch
            la t1, other
            lw t2, 0(t1)
            sw t2, 0(t0)
            fence.i
            call patch
            ecall
            patch: li a0, 1
            add a1, a1, a0
            ret
            other: li a0, 2
            """;

    @Test
    void storesToCodeAreSeenAfterIt() {
        try (TestMachine machine = new TestMachine()) {
            // ra is used by call; the outermost code does not return.
            assertThat(machine.run(PATCHES_ITSELF)).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.registers.x[11]).isEqualTo(3);
        }
    }

    @Test
    void theKernelsFenceReachesEveryHart() {
        try (TestMachine machine = new TestMachine(2)) {
            assertThat(machine.run("li a0, 1\necall")).isEqualTo(Cause.ECALL_FROM_U);
            Hart second = machine.harts.get(1);
            Registers registers = new Registers();
            registers.pc = 0x10000;
            second.run(registers);
            long frame = machine.pte(0x10000) >>> 10 << 12;
            machine.memory.putInt(frame, 0x00200513);
            machine.hart.fenceInstructions(frame);
            registers.pc = 0x10000;
            second.run(registers);
            assertThat(registers.x[10]).isEqualTo(2);
        }
    }
}

package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
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

    private final HartFactory engine;

    FenceITest(HartFactory engine) {
        this.engine = engine;
    }

    @Test
    void storesToCodeAreSeenAfterIt() {
        try (TestMachine machine = new TestMachine(engine)) {
            // ra is used by call; the outermost code does not return.
            assertThat(machine.run(PATCHES_ITSELF)).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.registers.x[11]).isEqualTo(3);
        }
    }

    @Test
    void codeThatCrossesPagesIsSeenAfterIt() {
        try (TestMachine machine = new TestMachine(engine)) {
            // The second half of an addi lies in the next page: its immediate and the upper bits of rs1.
            assertThat(machine.run("j go\n.zero 4090\ngo: addi a0, zero, 1\necall")).isEqualTo(Cause.ECALL_FROM_U);
            long frame = machine.pte(0x11000) >>> 10 << 12;
            machine.memory.putShort(frame, (short) 0x0020);
            machine.registers.pc = 0x10000;
            machine.hart.run(machine.registers);
            assertThat(machine.registers.x[10]).as("without a fence").isEqualTo(1);
            machine.hart.fenceInstructions(frame);
            machine.registers.pc = 0x10000;
            machine.hart.run(machine.registers);
            assertThat(machine.registers.x[10]).isEqualTo(2);
            // Another page there, without a fence of the old one's code.
            long other = machine.map(0x11000, machine.pteFlags());
            machine.memory.copy(frame, other, TestMachine.PAGE);
            machine.memory.putShort(other, (short) 0x0030);
            machine.hart.fenceVma(0x11000);
            machine.registers.pc = 0x10000;
            machine.hart.run(machine.registers);
            assertThat(machine.registers.x[10]).isEqualTo(3);
        }
    }

    @Test
    void theKernelsFenceReachesEveryHart() {
        try (TestMachine machine = new TestMachine(engine, 2)) {
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

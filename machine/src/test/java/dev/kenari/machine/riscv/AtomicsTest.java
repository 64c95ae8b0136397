package dev.kenari.machine.riscv;

import static dev.kenari.machine.riscv.TestMachine.R;
import static dev.kenari.machine.riscv.TestMachine.U;
import static dev.kenari.machine.riscv.TestMachine.V;
import static dev.kenari.machine.riscv.TestMachine.W;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
class AtomicsTest {
    private static final long DATA = 0x40_0000;

    private final HartFactory engine;

    AtomicsTest(HartFactory engine) {
        this.engine = engine;
    }

    @Test
    void storeConditionalNeedsAReservation() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.map(DATA, V | R | W | U);
            machine.run("""
                    li a0, 0x400000
                    li t0, 5
                    sc.d a1, t0, (a0)
                    lr.d a2, (a0)
                    sc.d a3, t0, (a0)
                    sc.d a4, t0, (a0)
                    lr.w a2, (a0)
                    addi t1, a0, 8
                    sc.w a5, t0, (t1)
                    ld a6, 0(a0)
                    ecall
                    """);
            long[] x = machine.registers.x;
            assertThat(new long[] {x[11], x[13], x[14], x[15], x[16]}).containsExactly(1, 0, 1, 1, 5);
        }
    }

    @Test
    void aTrapDropsTheReservation() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.map(DATA, V | R | W | U);
            machine.run("li a0, 0x400000\nlr.w a1, (a0)\necall\nsc.w a2, a1, (a0)\necall");
            machine.registers.pc += 4;
            machine.hart.run(machine.registers);
            assertThat(machine.registers.x[12]).isEqualTo(1);
        }
    }

    @Test
    void misalignedAtomicsTrap() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.map(DATA, V | R | W | U);
            assertThat(machine.run("li a0, 0x400004\nlr.d a1, (a0)")).isEqualTo(Cause.LOAD_MISALIGNED);
            assertThat(machine.hart.trapValue()).isEqualTo(DATA + 4);
            assertThat(machine.run("li a0, 0x400002\namoadd.w a1, a1, (a0)")).isEqualTo(Cause.STORE_MISALIGNED);
        }
    }

    @Test
    void amoOfAReadOnlyPageIsAStoreFault() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.map(DATA, V | R | U);
            assertThat(machine.run("li a0, 0x400000\namoor.d a1, zero, (a0)")).isEqualTo(Cause.STORE_PAGE_FAULT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amoadd.d zero, a2, (a0)",
                "amoadd.w zero, a2, (a0)",
                "again: lr.d t0, (a0)\nadd t0, t0, a2\nsc.d t1, t0, (a0)\nbnez t1, again",
                "again: lr.w t0, (a0)\naddw t0, t0, a2\nsc.w t1, t0, (a0)\nbnez t1, again",
            })
    void hartsOnOtherThreadsLoseNoIncrement(String increment) throws InterruptedException {
        int harts = 3;
        int increments = 20_000;
        Program program = Assembler.assemble(
                "li a0, 0x400000\nli a1, " + increments + "\nli a2, 1\nloop: " + increment
                        + "\naddi a1, a1, -1\nbnez a1, loop\necall",
                0x10000);
        try (TestMachine machine = new TestMachine(engine, harts)) {
            long frame = machine.map(DATA, V | R | W | U);
            machine.load(program);
            List<Thread> threads = new ArrayList<>();
            for (Hart hart : machine.harts) {
                threads.add(Thread.ofVirtual().start(() -> {
                    Registers registers = new Registers();
                    registers.pc = 0x10000;
                    hart.run(registers);
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(machine.memory.getLong(frame)).isEqualTo((long) harts * increments);
        }
    }

    @Test
    void cboZeroClearsItsBlock() {
        try (TestMachine machine = new TestMachine(engine)) {
            long frame = machine.map(DATA, V | R | W | U);
            machine.memory.fill(frame, 256, (byte) -1);
            assertThat(machine.run("li a0, 0x40005f\ncbo.zero (a0)\necall")).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.memory.getLong(frame + 56)).isEqualTo(-1);
            for (int i = 64; i < 128; i += 8) {
                assertThat(machine.memory.getLong(frame + i)).isZero();
            }
            assertThat(machine.memory.getLong(frame + 128)).isEqualTo(-1);
            machine.setPte(DATA, 0, 0);
            machine.hart.fenceVma(-1);
            machine.registers.pc -= 4;
            assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.STORE_PAGE_FAULT);
            assertThat(machine.hart.trapValue()).isEqualTo(0x40005fL);
        }
    }
}

package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
class TrapTest {
    private final HartFactory engine;

    TrapTest(HartFactory engine) {
        this.engine = engine;
    }

    @Test
    void ecallLeavesThePcAtItself() {
        try (TestMachine machine = new TestMachine(engine)) {
            int cause = machine.run("li a0, 100\nloop: add a1, a1, a0\naddi a0, a0, -1\nbnez a0, loop\necall");
            assertThat(cause).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.registers.x[11]).isEqualTo(5050);
            assertThat(machine.registers.pc).isEqualTo(0x10010);
        }
    }

    @Test
    void ebreakIsABreakpoint() {
        try (TestMachine machine = new TestMachine(engine)) {
            assertThat(machine.run("nop\nc.ebreak")).isEqualTo(Cause.BREAKPOINT);
            assertThat(machine.registers.pc).isEqualTo(0x10004);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wfi",
                "sret",
                "mret",
                "sfence.vma zero, zero",
                "csrr a0, 0x100", // sstatus
                "csrr a0, 0x180", // satp
                "csrr a0, 0x300", // mstatus
                "csrr a0, 0xf14", // mhartid
                "csrw 0x105, a0", // stvec
                "csrw cycle, a0", // read-only
                "csrrs a0, time, a1",
                "csrr a0, 0xc03", // hpmcounter3
                ".word 0xffffffff",
                ".word 0",
                ".half 0x8002", // c.jr zero
                "fadd.d fa0, fa0, fa0, rne\n.word 0x02a55553" // rounding mode 5
            })
    void whatUserModeMayNotDoIsIllegal(String instruction) {
        try (TestMachine machine = new TestMachine(engine)) {
            int cause = machine.run("nop\n" + instruction + "\necall");
            assertThat(cause).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
            long frame = machine.pte(0x10000) >>> 10 << 12;
            int at = (int) machine.registers.pc & 0xFFF;
            int bits = machine.memory.getInt(frame + at);
            long expected = (bits & 3) == 3 ? Integer.toUnsignedLong(bits) : bits & 0xFFFF;
            assertThat(machine.hart.trapValue()).isEqualTo(expected);
            assertThat(at).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void anInvalidDynamicRoundingModeIsIllegal() {
        try (TestMachine machine = new TestMachine(engine)) {
            assertThat(machine.run("csrwi frm, 5\nfadd.d fa0, fa0, fa0\necall")).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
            assertThat(machine.registers.pc).isEqualTo(0x10004);
        }
    }

    @Test
    void countersCanBeRead() {
        try (TestMachine machine = new TestMachine(engine)) {
            int cause = machine.run("""
                    rdinstret a0
                    nop
                    nop
                    rdinstret a1
                    rdcycle a2
                    li a3, 2000
                    loop: addi a3, a3, -1
                    bnez a3, loop
                    rdtime a4
                    ecall
                    """);
            assertThat(cause).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.registers.x[11] - machine.registers.x[10]).isEqualTo(3);
            assertThat(machine.registers.x[12]).isEqualTo(machine.registers.x[11] + 1);
            // The test's clock counts an instruction as a nanosecond; time ticks every hundred.
            assertThat(machine.registers.x[14]).isEqualTo(40);
        }
    }

    @Test
    void resultsForX0AreDropped() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.run("li zero, 5\nauipc zero, 1\nmul zero, sp, sp\nrdcycle zero\nmv a0, zero\necall");
            assertThat(machine.registers.x[10]).isZero();
            assertThat(machine.registers.x[0]).isZero();
        }
    }

    @Test
    void aPcThatIsOddIsMisaligned() {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.registers.pc = 0x10001;
            assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.INSTRUCTION_MISALIGNED);
            assertThat(machine.hart.trapValue()).isEqualTo(0x10001);
        }
    }
}

package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.isa.Assembler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
class InterruptsTest {
    private final TestMachine machine;

    InterruptsTest(HartFactory engine) {
        machine = new TestMachine(engine);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void theTimerEndsALoop() {
        machine.hart.setTimer(100_000);
        assertThat(machine.run("loop: addi a0, a0, 1\nj loop")).isEqualTo(Cause.INTERRUPT | Cause.TIMER);
        assertThat(machine.clock.nanos()).isBetween(100_000L, 110_000L);
        assertThat(machine.hart.pending()).isEqualTo(1 << Cause.TIMER);
        assertThat(machine.registers.pc).isIn(0x10000L, 0x10004L);
        machine.hart.setTimer(Long.MAX_VALUE);
        assertThat(machine.hart.pending()).isZero();
    }

    @Test
    void aRunContinuesWhereItWasInterrupted() {
        machine.load(Assembler.assemble("li a1, 50000\nloop: addi a0, a0, 1\nbne a0, a1, loop\necall", 0x10000));
        machine.registers.pc = 0x10000;
        int interrupts = 0;
        for (long deadline = 3000; ; deadline += 3000) {
            machine.hart.setTimer(deadline);
            if (machine.hart.run(machine.registers) == Cause.ECALL_FROM_U) {
                break;
            }
            interrupts++;
        }
        assertThat(machine.registers.x[10]).isEqualTo(50_000);
        assertThat(interrupts).isGreaterThan(10);
    }

    @Test
    void loopsOfJumpsThroughRegistersAreInterruptible() {
        machine.hart.setTimer(10_000);
        assertThat(machine.run("la a0, loop\nloop: jr a0")).isEqualTo(Cause.INTERRUPT | Cause.TIMER);
    }

    @Test
    void loopsOverPagesAreInterruptible() {
        machine.hart.setTimer(10_000);
        assertThat(machine.run("start: j far\n.zero 8192\nfar: j start")).isEqualTo(Cause.INTERRUPT | Cause.TIMER);
    }

    @Test
    void anotherThreadCanInterrupt() throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> machine.hart.raise(Cause.SOFTWARE));
        assertThat(machine.run("loop: j loop")).isEqualTo(Cause.INTERRUPT | Cause.SOFTWARE);
        thread.join();
        machine.hart.lower(Cause.SOFTWARE);
        assertThat(machine.hart.pending()).isZero();
    }

    @Test
    void externalTrapsBeforeSoftwareBeforeTimer() {
        machine.hart.setTimer(0);
        machine.hart.raise(Cause.SOFTWARE);
        machine.hart.raise(Cause.EXTERNAL);
        assertThat(machine.run("nop\necall")).isEqualTo(Cause.INTERRUPT | Cause.EXTERNAL);
        assertThat(machine.registers.pc).as("nothing ran").isEqualTo(0x10000);
        machine.hart.lower(Cause.EXTERNAL);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.INTERRUPT | Cause.SOFTWARE);
        machine.hart.lower(Cause.SOFTWARE);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.INTERRUPT | Cause.TIMER);
    }

    @Test
    void waitingJumpsToTheDeadlineOfADeterministicClock() {
        machine.hart.setTimer(5_000_000_000L);
        machine.hart.waitForInterrupt();
        assertThat(machine.clock.nanos()).isEqualTo(5_000_000_000L);
        assertThat(machine.hart.pending()).isEqualTo(1 << Cause.TIMER);
    }

    @Test
    void waitingEndsWhenAnotherThreadRaises() throws InterruptedException {
        Thread waiter = Thread.ofVirtual().start(machine.hart::waitForInterrupt);
        machine.hart.raise(Cause.EXTERNAL);
        waiter.join();
        assertThat(machine.hart.pending()).isEqualTo(1 << Cause.EXTERNAL);
    }

    @Test
    void everyInstructionIsCountedOnce() {
        machine.hart.setTimer(50_000);
        machine.run("loop: addi a0, a0, 1\naddi a1, a1, 1\nj loop");
        assertThat(machine.hart.retired()).isEqualTo(machine.clock.nanos());
        long looped = machine.registers.x[10] + machine.registers.x[11];
        assertThat(machine.hart.retired() - looped).isBetween(machine.registers.x[11] - 1, machine.registers.x[11]);
    }
}

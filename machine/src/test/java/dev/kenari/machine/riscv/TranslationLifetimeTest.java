package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Translations are shared by whatever maps the code, are bounded in number, and leave nothing behind in the JVM. */
class TranslationLifetimeTest {
    private static final String LOOP = """
            li a0, 100
            loop: addi a1, a1, 1
            addi a0, a0, -1
            bnez a0, loop
            ecall
            """;
    private static final long START = 0x10000;
    private static final int GC_ATTEMPTS = 100;

    private static TestMachine machine(int mostRegions) {
        return new TestMachine(Harts.translating(TranslatorConfiguration.USUAL
                .withThreshold(Threshold.of(10))
                .withMostRegions(mostRegions)
                .repeatable()));
    }

    private static long count(TestMachine machine, String what) {
        return machine.hart.counters().get(what);
    }

    private static void runAt(TestMachine machine, long address) {
        machine.registers.pc = address;
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
    }

    /** As a second exec of the same file maps it: another address space, another address. */
    @Test
    void theSameFrameMappedAgainIsTranslatedAlready() {
        try (TestMachine machine = machine(100)) {
            machine.run(LOOP);
            long translated = count(machine, "regions translated");
            long entered = count(machine, "entries into translated code");
            assertThat(translated).isPositive();
            long elsewhere = 0x7654_3000L;
            machine.setPte(elsewhere, 0, machine.pte(START));
            machine.hart.setSatp(machine.satp(2));
            machine.registers.x[11] = 0;
            runAt(machine, elsewhere);
            assertThat(machine.registers.x[11]).isEqualTo(100);
            assertThat(count(machine, "regions translated")).isEqualTo(translated);
            assertThat(count(machine, "entries into translated code")).isGreaterThan(entered);
        }
    }

    /** In the middle of a block, as code comes there whose own region ends in the middle of it. */
    @Test
    void whereverCodeIsEnteredOneRegionIsEnough() {
        try (TestMachine machine = machine(100)) {
            machine.run("addi a1, a1, 1\n".repeat(10) + "ecall");
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 20; i++) {
                    runAt(machine, START + 4);
                    runAt(machine, START + 12);
                    runAt(machine, START + 24);
                }
            }
            assertThat(count(machine, "regions translated")).isLessThanOrEqualTo(3);
            assertThat(count(machine, "regions in use")).isOne();
        }
    }

    @Test
    void theOldestAreEvictedAndMadeAgainWhenTheyAreHot() {
        try (TestMachine machine = machine(8)) {
            machine.run(LOOP);
            for (int i = 1; i < 40; i++) {
                // Far apart, so that each is a region of its own.
                long address = START + i * 0x10_0000L;
                long frame = machine.map(address, machine.pteFlags());
                machine.memory.copy(machine.pte(START) >>> 10 << 12, frame, TestMachine.PAGE);
                runAt(machine, address);
                assertThat(count(machine, "regions in use")).isLessThanOrEqualTo(8);
            }
            long translated = count(machine, "regions translated");
            machine.registers.x[11] = 0;
            runAt(machine, START);
            assertThat(machine.registers.x[11]).isEqualTo(100);
            assertThat(count(machine, "regions translated")).isGreaterThan(translated);
        }
    }

    @Test
    void classesOfChangedCodeUnload() throws InterruptedException {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        int changes = 50;
        try (TestMachine machine = machine(1_000)) {
            machine.run(LOOP);
            long frame = machine.pte(START) >>> 10 << 12;
            long before = classes.getUnloadedClassCount();
            for (int i = 0; i < changes; i++) {
                // The immediate of li a0.
                machine.memory.putShort(frame + 2, (short) ((100 + i) << 4));
                machine.hart.fenceInstructions(frame);
                machine.registers.x[11] = 0;
                runAt(machine, START);
                assertThat(machine.registers.x[11]).isEqualTo(100 + i);
            }
            assertThat(count(machine, "regions translated")).isGreaterThanOrEqualTo(changes);
            assertThat(count(machine, "regions in use")).isLessThan(changes / 2);
            for (int i = 0; i < GC_ATTEMPTS && classes.getUnloadedClassCount() - before < changes / 2; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(classes.getUnloadedClassCount() - before).isGreaterThanOrEqualTo(changes / 2);
        }
    }
}

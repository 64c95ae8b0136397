package dev.kenari.machine.riscv;

import static dev.kenari.machine.riscv.TestMachine.A;
import static dev.kenari.machine.riscv.TestMachine.D;
import static dev.kenari.machine.riscv.TestMachine.PAGE;
import static dev.kenari.machine.riscv.TestMachine.R;
import static dev.kenari.machine.riscv.TestMachine.U;
import static dev.kenari.machine.riscv.TestMachine.V;
import static dev.kenari.machine.riscv.TestMachine.W;
import static dev.kenari.machine.riscv.TestMachine.X;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.isa.Assembler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
class Sv39Test {
    private static final long DATA = 0x40_0000;
    private static final String LOAD = "ld a1, 0(a0)\necall";
    private static final String STORE = "sd a1, 0(a0)\necall";

    private final TestMachine machine;

    Sv39Test(HartFactory engine) {
        machine = new TestMachine(engine);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void expectFault(int cause, long value) {
        assertThat(machine.hart.run(machine.registers)).isEqualTo(cause);
        assertThat(machine.hart.trapValue()).isEqualTo(value);
    }

    /** Loads code that accesses a0. */
    private void prepare(String code, long address) {
        machine.load(Assembler.assemble(code, 0x10000));
        machine.registers.pc = 0x10000;
        machine.registers.x[10] = address;
    }

    @Test
    void anInvalidEntryFaults() {
        prepare(LOAD, DATA + 8);
        expectFault(Cause.LOAD_PAGE_FAULT, DATA + 8);
        assertThat(machine.registers.pc).isEqualTo(0x10000);
        prepareAgain(STORE);
        expectFault(Cause.STORE_PAGE_FAULT, DATA + 8);
        machine.registers.pc = DATA;
        expectFault(Cause.INSTRUCTION_PAGE_FAULT, DATA);
        assertThat(machine.registers.pc).isEqualTo(DATA);
    }

    private void prepareAgain(String code) {
        machine.load(Assembler.assemble(code, 0x20000));
        machine.registers.pc = 0x20000;
    }

    @Test
    void permissionsAreEnforced() {
        prepare(LOAD, DATA);
        prepareAgain(STORE);
        machine.map(DATA, V | R | U);
        machine.registers.pc = 0x20000;
        expectFault(Cause.STORE_PAGE_FAULT, DATA);
        machine.registers.pc = DATA;
        expectFault(Cause.INSTRUCTION_PAGE_FAULT, DATA);
        machine.map(DATA, V | X | U);
        machine.hart.fenceVma(DATA);
        machine.registers.pc = 0x10000;
        expectFault(Cause.LOAD_PAGE_FAULT, DATA);
        // Write without read is reserved.
        machine.map(DATA, V | W | U);
        machine.registers.pc = 0x20000;
        expectFault(Cause.STORE_PAGE_FAULT, DATA);
    }

    @Test
    void pagesOfTheSupervisorFault() {
        prepare(LOAD, DATA);
        machine.map(DATA, V | R | W | X | A | D);
        expectFault(Cause.LOAD_PAGE_FAULT, DATA);
        machine.registers.pc = DATA;
        expectFault(Cause.INSTRUCTION_PAGE_FAULT, DATA);
    }

    @Test
    void accessedAndDirtyAreSetByTheWalk() {
        prepare(LOAD, DATA);
        machine.map(DATA, V | R | W | U);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.pte(DATA) & (A | D)).isEqualTo(A);
        prepareAgain(STORE);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.pte(DATA) & (A | D)).isEqualTo(A | D);
    }

    @Test
    void aFaultSetsNeither() {
        prepare(STORE, DATA);
        machine.map(DATA, V | R | U);
        expectFault(Cause.STORE_PAGE_FAULT, DATA);
        assertThat(machine.pte(DATA) & (A | D)).isZero();
    }

    @Test
    void addressesMustBeSignExtensionsOf39Bits() {
        prepare(LOAD, 1L << 39);
        expectFault(Cause.LOAD_PAGE_FAULT, 1L << 39);
        prepareAgain(LOAD);
        machine.registers.x[10] = 1L << 38;
        expectFault(Cause.LOAD_PAGE_FAULT, 1L << 38);
    }

    @Test
    void superpagesMap() {
        prepare(LOAD, 0x4000_0000L + 0x12345 * 8);
        // A gigapage from physical 0x8000_0000.
        machine.setPte(0x4000_0000L, 2, TestMachine.BASE >>> 12 << 10 | V | R | W | U);
        machine.memory.putLong(TestMachine.BASE + 0x12345 * 8, 77);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.registers.x[11]).isEqualTo(77);
        // A fence of any address in it forgets all of it.
        machine.setPte(0x4000_0000L, 2, 0);
        machine.hart.fenceVma(0x4000_0000L);
        machine.registers.pc = 0x10000;
        expectFault(Cause.LOAD_PAGE_FAULT, 0x4000_0000L + 0x12345 * 8);
    }

    @Test
    void misalignedSuperpagesFault() {
        prepare(LOAD, 0x4000_0000L);
        machine.setPte(0x4000_0000L, 2, TestMachine.BASE + PAGE >>> 12 << 10 | V | R | U);
        expectFault(Cause.LOAD_PAGE_FAULT, 0x4000_0000L);
    }

    @Test
    void reservedBitsFault() {
        prepare(LOAD, DATA);
        long frame = machine.map(DATA, V | R | U);
        for (int bit = 54; bit < 64; bit++) {
            machine.setPte(DATA, 0, frame >>> 12 << 10 | V | R | U | 1L << bit);
            expectFault(Cause.LOAD_PAGE_FAULT, DATA);
        }
        machine.setPte(DATA, 1, machine.memory.getLong(machine.slot(DATA, 1)) | A);
        expectFault(Cause.LOAD_PAGE_FAULT, DATA);
    }

    @Test
    void whatIsNotRamIsAnAccessFault() {
        prepare(LOAD, DATA + 16);
        machine.setPte(DATA, 0, 0x1000_0000L >>> 12 << 10 | V | R | W | X | U);
        expectFault(Cause.LOAD_ACCESS_FAULT, DATA + 16);
        prepareAgain(STORE);
        expectFault(Cause.STORE_ACCESS_FAULT, DATA + 16);
        machine.registers.pc = DATA;
        expectFault(Cause.INSTRUCTION_ACCESS_FAULT, DATA);
        // A table outside RAM.
        machine.setPte(DATA, 1, 0x1000_0000L >>> 12 << 10 | V);
        machine.hart.fenceVma(-1);
        machine.registers.pc = 0x10000;
        expectFault(Cause.LOAD_ACCESS_FAULT, DATA + 16);
    }

    @Test
    void translationsAreCachedUntilTheFence() {
        prepare(LOAD, DATA);
        machine.memory.putLong(machine.map(DATA, V | R | U), 1);
        machine.hart.run(machine.registers);
        machine.memory.putLong(machine.map(DATA, V | R | U), 2);
        machine.hart.fenceVma(DATA);
        machine.registers.pc = 0x10000;
        machine.hart.run(machine.registers);
        assertThat(machine.registers.x[11]).isEqualTo(2);
    }

    @Test
    void addressSpacesKeepTheirOwnTranslations() {
        prepare(LOAD, DATA);
        machine.memory.putLong(machine.map(DATA, V | R | U), 1);
        for (int asid = 1; asid < 40; asid++) {
            machine.hart.setSatp(machine.satp(asid));
            machine.registers.pc = 0x10000;
            assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        }
        machine.hart.setSatp(machine.satp(38));
        machine.setPte(DATA, 0, 0);
        machine.hart.fenceVma(DATA);
        machine.registers.pc = 0x10000;
        expectFault(Cause.LOAD_PAGE_FAULT, DATA);
    }

    @Test
    void misalignedAccessesCrossPages() {
        prepare("ld a1, 0(a0)\nsd a1, 16(a0)\nld a2, 16(a0)\nlhu a3, 7(a0)\necall", DATA + PAGE - 3);
        long first = machine.map(DATA, V | R | W | U);
        long second = machine.map(DATA + PAGE, V | R | W | U);
        machine.memory.putLong(first + PAGE - 8, 0x3322_1100_0000_0000L);
        machine.memory.putLong(second, 0xAA99_8877_6655_4400L + 0x44);
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.registers.x[11]).isEqualTo(0x7766_5544_4433_2211L);
        assertThat(machine.registers.x[12]).isEqualTo(machine.registers.x[11]);
        assertThat(machine.registers.x[13]).isEqualTo(0x8877);
    }

    @Test
    void aCrossingAccessFaultsOnThePageThatIsMissing() {
        prepare(LOAD, DATA + PAGE - 3);
        machine.map(DATA, V | R | W | U);
        expectFault(Cause.LOAD_PAGE_FAULT, DATA + PAGE);
        prepareAgain(STORE);
        machine.registers.x[11] = -1;
        expectFault(Cause.STORE_PAGE_FAULT, DATA + PAGE);
        long frame = machine.pte(DATA) >>> 10 << 12;
        assertThat(machine.memory.getLong(frame + PAGE - 8)).as("nothing was stored").isZero();
        machine.setPte(DATA, 0, 0);
        machine.map(DATA + PAGE, V | R | W | U);
        machine.hart.fenceVma(-1);
        expectFault(Cause.STORE_PAGE_FAULT, DATA + PAGE - 3);
    }

    @Test
    void instructionsCrossPages() {
        machine.load(Assembler.assemble(".zero 4094\nstart: li a0, 1234\nbeqz a0, start\necall", DATA));
        machine.registers.pc = DATA + PAGE - 2;
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.registers.x[10]).isEqualTo(1234);
        machine.setPte(DATA + PAGE, 0, 0);
        machine.hart.fenceVma(-1);
        machine.registers.pc = DATA + PAGE - 2;
        expectFault(Cause.INSTRUCTION_PAGE_FAULT, DATA + PAGE);
        assertThat(machine.registers.pc).isEqualTo(DATA + PAGE - 2);
    }

    @Test
    void bareModeTranslatesNothing() {
        machine.hart.setSatp(0);
        byte[] code = Assembler.assemble("li a0, 7\necall", TestMachine.BASE + 0x100000).code();
        machine.memory.write(TestMachine.BASE + 0x100000, code, 0, code.length);
        machine.registers.pc = TestMachine.BASE + 0x100000;
        assertThat(machine.hart.run(machine.registers)).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.registers.x[10]).isEqualTo(7);
    }
}

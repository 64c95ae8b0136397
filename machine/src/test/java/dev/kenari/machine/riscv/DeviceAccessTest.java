package dev.kenari.machine.riscv;

import static dev.kenari.machine.riscv.TestMachine.R;
import static dev.kenari.machine.riscv.TestMachine.U;
import static dev.kenari.machine.riscv.TestMachine.V;
import static dev.kenari.machine.riscv.TestMachine.W;
import static dev.kenari.machine.riscv.TestMachine.X;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.MmioDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registers of a device in a program's address space: where the supervisor has mapped them, and by plain loads and stores only. */
@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
class DeviceAccessTest {
    private static final long PHYSICAL = 0x1000_1000L;
    private static final long REGISTERS = 0x40_0000;

    /** Counts what it is asked for. */
    private static final class Counter implements MmioDevice {
        private final List<String> writes = new ArrayList<>();
        private int reads;

        @Override
        public long read(long offset, int width) {
            return offset == 8 ? ++reads : 0x8000_0000L >>> 8 * (4 - width);
        }

        @Override
        public void write(long offset, int width, long value) {
            writes.add("%x/%d=%x".formatted(offset, width, width == 8 ? value : value & (1L << 8 * width) - 1));
        }
    }

    private final TestMachine machine;
    private final Counter device = new Counter();

    DeviceAccessTest(HartFactory engine) {
        machine = new TestMachine(engine);
        Bus bus = new Bus();
        bus.map(PHYSICAL, 0x1000, device);
        machine.hart.connect(bus);
        machine.setPte(REGISTERS, 0, PHYSICAL >>> 12 << 10 | V | R | W | X | U);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void everyAccessReachesIt() {
        int cause = machine.run("""
                li   a0, 0x400000
                li   s0, 2000
                again:
                lw   a1, 8(a0)
                addi s0, s0, -1
                bnez s0, again
                lw   a2, 12(a0)
                lbu  a3, 12(a0)
                sw   a1, 16(a0)
                sb   a1, 21(a0)
                sd   s0, 24(a0)
                ecall""");
        assertThat(cause).isEqualTo(Cause.ECALL_FROM_U);
        assertThat(machine.registers.x[11]).isEqualTo(2000);
        assertThat(machine.registers.x[12]).as("sign-extended").isEqualTo(0xFFFF_FFFF_8000_0000L);
        assertThat(machine.registers.x[13]).isEqualTo(0x80);
        assertThat(device.writes).containsExactly("10/4=7d0", "15/1=d0", "18/8=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lw a1, 2(a0)", "ld a1, 4(a0)", "lr.w a1, (a0)", "lw a1, -2(a0)"})
    void whatIsNoPlainLoadFaults(String code) {
        machine.map(REGISTERS - 0x1000, V | R | W | U);
        assertThat(machine.run("li a0, 0x400000\n" + code)).isEqualTo(Cause.LOAD_ACCESS_FAULT);
        assertThat(device.reads).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw a1, 2(a0)", "amoadd.w a1, a1, (a0)", "sc.w a1, a1, (a0)", "cbo.zero (a0)", "sw a1, -2(a0)"})
    void whatIsNoPlainStoreFaults(String code) {
        machine.map(REGISTERS - 0x1000, V | R | W | U);
        assertThat(machine.run("li a0, 0x400000\n" + code)).isEqualTo(Cause.STORE_ACCESS_FAULT);
        assertThat(device.writes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ':', value = {"lw a1, (a0):" + Cause.LOAD_ACCESS_FAULT, "sw a1, (a0):" + Cause.STORE_ACCESS_FAULT})
    void whereThereIsNoDeviceAnAccessFaults(String code, int cause) {
        machine.setPte(REGISTERS, 0, PHYSICAL + 0x1000 >>> 12 << 10 | V | R | W | U);
        assertThat(machine.run("li a0, 0x400000\n" + code)).isEqualTo(cause);
        assertThat(machine.hart.trapValue()).isEqualTo(REGISTERS);
    }

    @Test
    void nothingIsExecutedThere() {
        assertThat(machine.run("li a0, 0x400000\njr a0")).isEqualTo(Cause.INSTRUCTION_ACCESS_FAULT);
        assertThat(machine.registers.pc).isEqualTo(REGISTERS);
    }
}

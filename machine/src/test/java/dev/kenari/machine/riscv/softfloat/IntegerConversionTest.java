package dev.kenari.machine.riscv.softfloat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.fuzz.OperandPool;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntegerConversionTest {
    private final Registers registers = new Registers();

    private void signed(double value, int width, int rounding, long expected, int flags) {
        registers.fcsr = 0;
        assertThat(IntegerConversion.toSigned(Double.doubleToRawLongBits(value), width, rounding, registers)).isEqualTo(expected);
        assertThat(registers.fcsr).isEqualTo(flags);
    }

    private void unsigned(double value, int width, int rounding, long expected, int flags) {
        registers.fcsr = 0;
        assertThat(IntegerConversion.toUnsigned(Double.doubleToRawLongBits(value), width, rounding, registers)).isEqualTo(expected);
        assertThat(registers.fcsr).isEqualTo(flags);
    }

    @Test
    void roundsAsTheModeSays() {
        long[] expected = {2, 2, 2, 3, 3};
        long[] negative = {-2, -2, -3, -2, -3};
        for (int rounding = 0; rounding < 5; rounding++) {
            signed(2.5, 32, rounding, expected[rounding], FloatStatus.NX);
            signed(-2.5, 32, rounding, negative[rounding], FloatStatus.NX);
        }
        signed(Double.MIN_VALUE, 64, FloatStatus.RUP, 1, FloatStatus.NX);
        signed(Double.MIN_VALUE, 64, FloatStatus.RNE, 0, FloatStatus.NX);
    }

    @Test
    void saturatesWhatDoesNotFitAfterRounding() {
        signed(2147483647.5, 32, FloatStatus.RTZ, Integer.MAX_VALUE, FloatStatus.NX);
        signed(2147483647.5, 32, FloatStatus.RNE, Integer.MAX_VALUE, FloatStatus.NV);
        signed(-2147483648.5, 32, FloatStatus.RTZ, Integer.MIN_VALUE, FloatStatus.NX);
        signed(-2147483649.0, 32, FloatStatus.RTZ, Integer.MIN_VALUE, FloatStatus.NV);
        signed(0x1p63, 64, FloatStatus.RNE, Long.MAX_VALUE, FloatStatus.NV);
        signed(-0x1p63, 64, FloatStatus.RNE, Long.MIN_VALUE, 0);
        unsigned(0x1p64, 64, FloatStatus.RNE, -1, FloatStatus.NV);
        unsigned(0x1p63, 64, FloatStatus.RNE, Long.MIN_VALUE, 0);
        unsigned(-0.75, 64, FloatStatus.RTZ, 0, FloatStatus.NX);
        unsigned(-0.75, 64, FloatStatus.RNE, 0, FloatStatus.NV);
    }

    @Test
    void aNanIsTooLarge() {
        signed(Double.NaN, 32, FloatStatus.RNE, Integer.MAX_VALUE, FloatStatus.NV);
        unsigned(Double.longBitsToDouble(0xFFF8_0000_0000_0000L), 64, FloatStatus.RNE, -1, FloatStatus.NV);
    }

    @Test
    void theHostsRoundingAgreesWithTheDefinition() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("IntegerConversionTest: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long a = switch (random.nextInt(4)) {
                case 0 -> Double.doubleToRawLongBits((random.nextLong() >> random.nextInt(64)) / 4.0);
                case 1 -> Double.doubleToRawLongBits(0x1p31 + (random.nextInt(64) - 32) / 4.0);
                case 2 -> Double.doubleToRawLongBits(-0x1p31 + (random.nextInt(64) - 32) / 4.0);
                default -> OperandPool.value(random);
            };
            int mode = random.nextInt(5);
            int width = random.nextBoolean() ? 32 : 64;
            Registers defined = new Registers();
            registers.fcsr = 0;
            assertThat(IntegerConversion.toSigned(a, width, mode, registers))
                    .as("case %d", i)
                    .isEqualTo(IntegerConversion.signed(a, width, mode, defined));
            assertThat(IntegerConversion.toUnsigned(a, width, mode, registers))
                    .as("case %d", i)
                    .isEqualTo(IntegerConversion.unsigned(a, width, mode, defined));
            assertThat(registers.fcsr).as("flags of case %d", i).isEqualTo(defined.fcsr);
        }
    }
}

package dev.kenari.machine.riscv.softfloat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntegerConversionTest {
    private final FloatStatus status = new FloatStatus();
    private final IntegerConversion conversion = new IntegerConversion(status);

    private void signed(double value, int width, int rounding, long expected, int flags) {
        status.flags = 0;
        assertThat(conversion.toSigned(Double.doubleToRawLongBits(value), width, rounding)).isEqualTo(expected);
        assertThat(status.flags).isEqualTo(flags);
    }

    private void unsigned(double value, int width, int rounding, long expected, int flags) {
        status.flags = 0;
        assertThat(conversion.toUnsigned(Double.doubleToRawLongBits(value), width, rounding)).isEqualTo(expected);
        assertThat(status.flags).isEqualTo(flags);
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
}

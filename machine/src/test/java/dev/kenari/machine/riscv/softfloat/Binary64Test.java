package dev.kenari.machine.riscv.softfloat;

import static java.lang.Double.doubleToRawLongBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Binary64Test {
    private static final int CASES = 40_000;

    private final FloatStatus fastStatus = new FloatStatus();
    private final FloatStatus exactStatus = new FloatStatus();
    private final Binary64 fast = new Binary64(fastStatus);
    private final ExactArithmetic exact = new ExactArithmetic(FloatFormat.BINARY64, exactStatus);

    @Test
    void hostArithmeticAgreesWithTheDefinition() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("Binary64Test: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            long a = operand(random);
            long b = operand(random);
            long c = operand(random);
            check("add", i, fast.add(a, b, 0), exact.add(a, b, 0));
            check("multiply", i, fast.multiply(a, b, 0), exact.multiply(a, b, 0));
            check("divide", i, fast.divide(a, b, 0), exact.divide(a, b, 0));
            check("squareRoot", i, fast.squareRoot(a, 0), exact.squareRoot(a, 0));
            check("multiplyAdd", i, fast.multiplyAdd(a, b, c, 0), exact.multiplyAdd(a, b, c, 0));
        }
    }

    private void check(String operation, int number, long ours, long defined) {
        assertThat(ours).as("%s, case %d", operation, number).isEqualTo(defined);
        assertThat(fastStatus.flags).as("flags of %s, case %d", operation, number).isEqualTo(exactStatus.flags);
        fastStatus.flags = 0;
        exactStatus.flags = 0;
    }

    /** Often with few bits, so that results are exact, and exponents near each other or near an end. */
    private static long operand(Random random) {
        int exponent = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(2048);
            case 1 -> 511 + random.nextInt(4);
            case 2 -> 1535 + random.nextInt(4);
            default -> 1000 + random.nextInt(60);
        };
        long fraction = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextLong() & -1L << 26;
            case 2 -> random.nextLong() & -1L << 40 | random.nextInt(4);
            default -> random.nextLong();
        };
        return (random.nextBoolean() ? Long.MIN_VALUE : 0) | (long) exponent << 52 | fraction & (1L << 52) - 1;
    }

    @Test
    void detectsTininessAfterRounding() {
        // (1 + 2^-52) 2^-1022 * (1 - 2^-52): below the normal range by less than rounding with 53 bits would keep.
        long product = fast.multiply(0x0010_0000_0000_0001L, doubleToRawLongBits(1 - 0x1p-52), FloatStatus.RNE);
        assertThat(product).isEqualTo(doubleToRawLongBits(0x1p-1022));
        assertThat(fastStatus.flags).isEqualTo(FloatStatus.NX);

        fastStatus.flags = 0;
        // (2 - 2^-52) 2^-1023 has 53 bits, but rounds to 52: tiny, though the result is normal.
        product = fast.multiply(doubleToRawLongBits(2 - 0x1p-52), doubleToRawLongBits(0x1p-1023), FloatStatus.RNE);
        assertThat(product).isEqualTo(doubleToRawLongBits(0x1p-1022));
        assertThat(fastStatus.flags).isEqualTo(FloatStatus.NX | FloatStatus.UF);
    }

    @Test
    void overflowsAsTheRoundingModeSays() {
        long max = doubleToRawLongBits(Double.MAX_VALUE);
        long infinity = doubleToRawLongBits(Double.POSITIVE_INFINITY);
        long[] expected = {infinity, max, max, infinity, infinity};
        for (int rounding = 0; rounding < 5; rounding++) {
            fastStatus.flags = 0;
            assertThat(fast.add(max, max, rounding)).as("mode %d", rounding).isEqualTo(expected[rounding]);
            assertThat(fastStatus.flags).isEqualTo(FloatStatus.OF | FloatStatus.NX);
        }
    }

    @Test
    void cancellationGivesNegativeZeroOnlyRoundingDown() {
        long one = doubleToRawLongBits(1);
        assertThat(fast.subtract(one, one, FloatStatus.RNE)).isZero();
        assertThat(fast.subtract(one, one, FloatStatus.RDN)).isEqualTo(Long.MIN_VALUE);
        assertThat(fastStatus.flags).isZero();
    }

    @Test
    void infinityTimesZeroPlusQuietNanIsInvalid() {
        long infinity = doubleToRawLongBits(Double.POSITIVE_INFINITY);
        long nan = FloatFormat.BINARY64.canonicalNan;
        assertThat(fast.multiplyAdd(infinity, 0, nan, FloatStatus.RNE)).isEqualTo(nan);
        assertThat(fastStatus.flags).isEqualTo(FloatStatus.NV);
    }
}

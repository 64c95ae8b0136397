package dev.kenari.machine.riscv.softfloat;

import static java.lang.Double.doubleToRawLongBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.fuzz.OperandPool;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Binary64Test {
    private static final int CASES = Integer.getInteger("kenari.fuzz.rounds", 40) * 1000;

    private final Registers ours = new Registers();
    private final Registers defined = new Registers();
    private final ExactArithmetic exact = new ExactArithmetic(FloatFormat.BINARY64, defined);

    @Test
    void hostArithmeticAgreesWithTheDefinition() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("Binary64Test: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            long a = operand(random);
            long b = operand(random);
            long c = random.nextInt(4) == 0 ? minusProduct(a, b) : operand(random);
            // To nearest, mostly, from no flags, or NX, or any.
            int mode = random.nextInt(3) == 0 ? random.nextInt(5) : FloatStatus.RNE;
            int flags = random.nextInt(2) * random.nextInt(32);
            start(flags);
            check("add", i, Binary64.add(a, b, mode, ours), exact.add(a, b, mode), flags);
            check("multiply", i, Binary64.multiply(a, b, mode, ours), exact.multiply(a, b, mode), flags);
            check("divide", i, Binary64.divide(a, b, mode, ours), exact.divide(a, b, mode), flags);
            check("squareRoot", i, Binary64.squareRoot(a, mode, ours), exact.squareRoot(a, mode), flags);
            check("multiplyAdd", i, Binary64.multiplyAdd(a, b, c, mode, ours), exact.multiplyAdd(a, b, c, mode), flags);
            check("min", i, Binary64.min(a, b, ours), FloatFormat.BINARY64.min(a, b, defined), flags);
            check("max", i, Binary64.max(a, b, ours), FloatFormat.BINARY64.max(a, b, defined), flags);
            long l = random.nextLong() >> random.nextInt(64);
            check("fromLong", i, Binary64.fromLong(l, mode, ours), exact.fromInteger(l < 0, Math.abs(l), mode), flags);
            check("fromUnsignedLong", i, Binary64.fromUnsignedLong(l, mode, ours), exact.fromInteger(false, l, mode), flags);
            int f = random.nextInt();
            check("fromBinary32", i, Binary64.fromBinary32(f, ours),
                    exact.convert(f & 0xFFFF_FFFFL, FloatFormat.BINARY32, mode), flags);
            compare(i, a, random.nextInt(4) == 0 ? a : b, flags);
        }
    }

    private void compare(int number, long a, long b, int flags) {
        FloatFormat format = FloatFormat.BINARY64;
        boolean nan = format.isNan(a) || format.isNan(b);
        boolean signaling = format.isSignaling(a) || format.isSignaling(b);
        defined.fcsr |= nan ? FloatStatus.NV : 0;
        check("lessThan", number, Binary64.lessThan(a, b, ours) ? 1 : 0, !nan && format.less(a, b) ? 1 : 0, flags);
        defined.fcsr |= nan ? FloatStatus.NV : 0;
        check("lessOrEqual", number, Binary64.lessOrEqual(a, b, ours) ? 1 : 0, !nan && !format.less(b, a) ? 1 : 0, flags);
        defined.fcsr |= signaling ? FloatStatus.NV : 0;
        boolean equal = !nan && !format.less(a, b) && !format.less(b, a);
        check("equal", number, Binary64.equal(a, b, ours) ? 1 : 0, equal ? 1 : 0, flags);
    }

    private static long minusProduct(long a, long b) {
        return doubleToRawLongBits(-(Double.longBitsToDouble(a) * Double.longBitsToDouble(b)));
    }

    private void start(int flags) {
        ours.fcsr = flags;
        defined.fcsr = flags;
    }

    private void check(String operation, int number, long result, long expected, int flags) {
        assertThat(result).as("%s, case %d", operation, number).isEqualTo(expected);
        assertThat(ours.fcsr).as("flags of %s, case %d", operation, number).isEqualTo(defined.fcsr);
        start(flags);
    }

    /** Often with few bits, so that results are exact, and exponents near each other or near an end. */
    private static long operand(Random random) {
        if (random.nextInt(4) == 0) {
            return OperandPool.value(random);
        }
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
        long product = Binary64.multiply(0x0010_0000_0000_0001L, doubleToRawLongBits(1 - 0x1p-52), FloatStatus.RNE, ours);
        assertThat(product).isEqualTo(doubleToRawLongBits(0x1p-1022));
        assertThat(ours.fcsr).isEqualTo(FloatStatus.NX);

        ours.fcsr = 0;
        // (2 - 2^-52) 2^-1023 has 53 bits, but rounds to 52: tiny, though the result is normal.
        product = Binary64.multiply(doubleToRawLongBits(2 - 0x1p-52), doubleToRawLongBits(0x1p-1023), FloatStatus.RNE, ours);
        assertThat(product).isEqualTo(doubleToRawLongBits(0x1p-1022));
        assertThat(ours.fcsr).isEqualTo(FloatStatus.NX | FloatStatus.UF);
    }

    @Test
    void overflowsAsTheRoundingModeSays() {
        long max = doubleToRawLongBits(Double.MAX_VALUE);
        long infinity = doubleToRawLongBits(Double.POSITIVE_INFINITY);
        long[] expected = {infinity, max, max, infinity, infinity};
        for (int rounding = 0; rounding < 5; rounding++) {
            ours.fcsr = 0;
            assertThat(Binary64.add(max, max, rounding, ours)).as("mode %d", rounding).isEqualTo(expected[rounding]);
            assertThat(ours.fcsr).isEqualTo(FloatStatus.OF | FloatStatus.NX);
        }
    }

    @Test
    void cancellationGivesNegativeZeroOnlyRoundingDown() {
        long one = doubleToRawLongBits(1);
        assertThat(Binary64.subtract(one, one, FloatStatus.RNE, ours)).isZero();
        assertThat(Binary64.subtract(one, one, FloatStatus.RDN, ours)).isEqualTo(Long.MIN_VALUE);
        assertThat(ours.fcsr).isZero();
    }

    @Test
    void infinityTimesZeroPlusQuietNanIsInvalid() {
        long infinity = doubleToRawLongBits(Double.POSITIVE_INFINITY);
        long nan = FloatFormat.BINARY64.canonicalNan;
        assertThat(Binary64.multiplyAdd(infinity, 0, nan, FloatStatus.RNE, ours)).isEqualTo(nan);
        assertThat(ours.fcsr).isEqualTo(FloatStatus.NV);
    }
}

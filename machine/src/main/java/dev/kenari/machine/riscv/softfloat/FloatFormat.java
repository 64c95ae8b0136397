package dev.kenari.machine.riscv.softfloat;

import dev.kenari.machine.riscv.Registers;

/** The layout of a binary interchange format (IEEE 754-2019, section 3.4), and tests on its raw bits. */
public enum FloatFormat {
    BINARY32(24, 8),
    BINARY64(53, 11);

    /** Bits of the significand, the hidden one included. */
    final int precision;

    final int minExponent;
    final int maxExponent;
    final int bias;
    final long signBit;
    final long infinity;
    final long fractionMask;
    final long quietBit;
    /** The quiet NaN without sign and payload. */
    final long canonicalNan;

    FloatFormat(int precision, int exponentBits) {
        this.precision = precision;
        this.bias = (1 << exponentBits - 1) - 1;
        this.maxExponent = bias;
        this.minExponent = 1 - bias;
        this.signBit = 1L << precision - 1 + exponentBits;
        this.infinity = (1L << exponentBits) - 1 << precision - 1;
        this.fractionMask = (1L << precision - 1) - 1;
        this.quietBit = 1L << precision - 2;
        this.canonicalNan = infinity | quietBit;
    }

    boolean isNegative(long bits) {
        return (bits & signBit) != 0;
    }

    long magnitude(long bits) {
        return bits & signBit - 1;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignaling(long bits) {
        return isNan(bits) && (bits & quietBit) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    long zero(boolean negative) {
        return negative ? signBit : 0;
    }

    long infinity(boolean negative) {
        return negative ? signBit | infinity : infinity;
    }

    /** A finite value's significand, as an integer. */
    long significand(long bits) {
        long fraction = bits & fractionMask;
        return (bits & infinity) == 0 ? fraction : fraction | fractionMask + 1;
    }

    /** The power of two by which {@link #significand} is scaled. */
    int exponent(long bits) {
        int biased = (int) (magnitude(bits) >>> precision - 1);
        return Math.max(biased, 1) - bias - (precision - 1);
    }

    /** The ten classes of fclass: one bit set. */
    int classify(long bits) {
        boolean negative = isNegative(bits);
        if (isNan(bits)) {
            return isSignaling(bits) ? 1 << 8 : 1 << 9;
        }
        if (isInfinite(bits)) {
            return negative ? 1 : 1 << 7;
        }
        if (isZero(bits)) {
            return negative ? 1 << 3 : 1 << 4;
        }
        boolean subnormal = (bits & infinity) == 0;
        return negative ? (subnormal ? 1 << 2 : 1 << 1) : subnormal ? 1 << 5 : 1 << 6;
    }

    /** Whether {@code a} is less than {@code b}; neither is a NaN. */
    boolean less(long a, long b) {
        if (isZero(a) && isZero(b)) {
            return false;
        }
        if (isNegative(a) != isNegative(b)) {
            return isNegative(a);
        }
        return isNegative(a) ? magnitude(a) > magnitude(b) : magnitude(a) < magnitude(b);
    }

    /** fmin: minimumNumber; -0 is less than +0. */
    long min(long a, long b, Registers registers) {
        return select(a, b, false, registers);
    }

    /** fmax: maximumNumber. */
    long max(long a, long b, Registers registers) {
        return select(a, b, true, registers);
    }

    private long select(long a, long b, boolean greater, Registers registers) {
        if (isSignaling(a) || isSignaling(b)) {
            registers.fcsr |= FloatStatus.NV;
        }
        if (isNan(a)) {
            return isNan(b) ? canonicalNan : b;
        }
        if (isNan(b)) {
            return a;
        }
        boolean first = isZero(a) && isZero(b) ? isNegative(a) : less(a, b);
        return first != greater ? a : b;
    }
}

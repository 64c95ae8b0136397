package dev.kenari.machine.riscv.softfloat;

import dev.kenari.machine.riscv.Registers;
import java.math.BigInteger;

/**
 * The operations by their definition: the exact result as an integer and a power of two, then one rounding. Slow and meant to be
 * evident; for what the host's arithmetic cannot decide.
 */
final class ExactArithmetic {
    private final FloatFormat format;
    private final Registers registers;

    ExactArithmetic(FloatFormat format, Registers registers) {
        this.format = format;
        this.registers = registers;
    }

    long add(long a, long b, int rounding) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(a, b);
        }
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return addInfinite(a, b);
        }
        return sum(signed(a), format.exponent(a), signed(b), format.exponent(b), signsOfSum(a, b), rounding);
    }

    long multiply(long a, long b, int rounding) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(a, b);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return format.isZero(a) || format.isZero(b) ? invalid() : format.infinity(negative);
        }
        BigInteger product = magnitude(a).multiply(magnitude(b));
        return round(negative, product, format.exponent(a) + format.exponent(b), false, rounding);
    }

    long divide(long a, long b, int rounding) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(a, b);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b) ? invalid() : format.infinity(negative);
        }
        if (format.isInfinite(b)) {
            return format.zero(negative);
        }
        if (format.isZero(b)) {
            if (format.isZero(a)) {
                return invalid();
            }
            registers.fcsr |= FloatStatus.DZ;
            return format.infinity(negative);
        }
        // Enough quotient bits for a rounding, whatever the operands' lengths.
        int shift = 2 * format.precision + 2;
        BigInteger[] quotient = magnitude(a).shiftLeft(shift).divideAndRemainder(magnitude(b));
        int exponent = format.exponent(a) - shift - format.exponent(b);
        return round(negative, quotient[0], exponent, quotient[1].signum() != 0, rounding);
    }

    long squareRoot(long a, int rounding) {
        if (format.isNan(a)) {
            return nan(a, a);
        }
        if (format.isZero(a)) {
            return a;
        }
        if (format.isNegative(a)) {
            return invalid();
        }
        if (format.isInfinite(a)) {
            return a;
        }
        int exponent = format.exponent(a);
        int shift = 2 * format.precision + 4 + (exponent & 1);
        BigInteger[] root = magnitude(a).shiftLeft(shift).sqrtAndRemainder();
        return round(false, root[0], (exponent - shift) / 2, root[1].signum() != 0, rounding);
    }

    /** {@code a * b + c} with one rounding. */
    long multiplyAdd(long a, long b, long c, int rounding) {
        boolean infiniteProduct = format.isInfinite(a) || format.isInfinite(b);
        boolean zeroProduct = format.isZero(a) || format.isZero(b);
        if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
            if (infiniteProduct && zeroProduct) {
                registers.fcsr |= FloatStatus.NV;
            }
            nan(a, b);
            return nan(c, c);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (infiniteProduct) {
            return zeroProduct ? invalid() : addInfinite(format.infinity(negative), c);
        }
        if (format.isInfinite(c)) {
            return c;
        }
        BigInteger product = signed(a).multiply(signed(b));
        int exponent = format.exponent(a) + format.exponent(b);
        int signs = signsOfSum(format.zero(negative), c);
        return sum(product, exponent, signed(c), format.exponent(c), signs, rounding);
    }

    /** A value of another format, rounded to this one. */
    long convert(long a, FloatFormat from, int rounding) {
        if (from.isNan(a)) {
            if (from.isSignaling(a)) {
                registers.fcsr |= FloatStatus.NV;
            }
            return format.canonicalNan;
        }
        boolean negative = from.isNegative(a);
        if (from.isInfinite(a)) {
            return format.infinity(negative);
        }
        return round(negative, BigInteger.valueOf(from.significand(a)), from.exponent(a), false, rounding);
    }

    /** The integer of sign {@code negative} and unsigned magnitude, rounded to this format. */
    long fromInteger(boolean negative, long magnitude, int rounding) {
        BigInteger value = new BigInteger(Long.toUnsignedString(magnitude));
        return value.signum() == 0 ? 0 : round(negative, value, 0, false, rounding);
    }

    private BigInteger magnitude(long bits) {
        return BigInteger.valueOf(format.significand(bits));
    }

    private BigInteger signed(long bits) {
        return format.isNegative(bits) ? magnitude(bits).negate() : magnitude(bits);
    }

    private long invalid() {
        registers.fcsr |= FloatStatus.NV;
        return format.canonicalNan;
    }

    private long nan(long a, long b) {
        if (format.isSignaling(a) || format.isSignaling(b)) {
            registers.fcsr |= FloatStatus.NV;
        }
        return format.canonicalNan;
    }

    private long addInfinite(long a, long b) {
        if (format.isInfinite(a) && format.isInfinite(b) && a != b) {
            return invalid();
        }
        return format.isInfinite(a) ? a : b;
    }

    /** -1 if both operands are negative, 1 if neither is, else 0: the sign of a sum that is zero. */
    private int signsOfSum(long a, long b) {
        if (format.isNegative(a) != format.isNegative(b)) {
            return 0;
        }
        return format.isNegative(a) ? -1 : 1;
    }

    private long sum(BigInteger a, int exponentA, BigInteger b, int exponentB, int signs, int rounding) {
        int exponent = Math.min(exponentA, exponentB);
        BigInteger sum = a.shiftLeft(exponentA - exponent).add(b.shiftLeft(exponentB - exponent));
        if (sum.signum() == 0) {
            return format.zero(signs == 0 ? rounding == FloatStatus.RDN : signs < 0);
        }
        return round(sum.signum() < 0, sum.abs(), exponent, false, rounding);
    }

    /** Rounds {@code magnitude * 2^exponent}, plus a little less than one unit of magnitude if {@code sticky}. */
    private long round(boolean negative, BigInteger magnitude, int exponent, boolean sticky, int rounding) {
        if (magnitude.signum() == 0) {
            return format.zero(negative);
        }
        // At least two bits to drop; the sticky bit is the lowest of them.
        int extra = Math.max(2, format.precision + 2 - magnitude.bitLength());
        BigInteger exact = magnitude.shiftLeft(extra);
        exact = sticky ? exact.setBit(0) : exact;
        int scale = exponent - extra;
        int top = scale + exact.bitLength() - 1;

        int unboundedUnit = top - format.precision + 1;
        int unit = Math.max(unboundedUnit, format.minExponent - format.precision + 1);
        long rounded = drop(negative, exact, unit - scale, rounding);
        boolean inexact = exact.getLowestSetBit() < unit - scale;
        if (inexact) {
            registers.fcsr |= FloatStatus.NX;
            // Tininess after rounding: with an unbounded exponent, would the result still be below the normal range?
            boolean reachesNormal = top == format.minExponent - 1
                    && drop(negative, exact, unboundedUnit - scale, rounding) == 1L << format.precision;
            if (top < format.minExponent && !reachesNormal) {
                registers.fcsr |= FloatStatus.UF;
            }
        }
        int biased = unit + format.precision - 1 + format.bias;
        long bits = ((long) (biased - 1) << format.precision - 1) + rounded;
        if (biased > 2 * format.bias || bits >= format.infinity) {
            return overflow(negative, rounding);
        }
        return bits | (negative ? format.signBit : 0);
    }

    private long overflow(boolean negative, int rounding) {
        registers.fcsr |= FloatStatus.OF | FloatStatus.NX;
        boolean toInfinity = switch (rounding) {
            case FloatStatus.RTZ -> false;
            case FloatStatus.RDN -> negative;
            case FloatStatus.RUP -> !negative;
            default -> true;
        };
        return toInfinity ? format.infinity(negative) : format.infinity(negative) - 1;
    }

    /** {@code exact / 2^bits} rounded to an integer. */
    private static long drop(boolean negative, BigInteger exact, int bits, int rounding) {
        long quotient = exact.shiftRight(bits).longValueExact();
        boolean half = exact.testBit(bits - 1);
        boolean beyondHalf = exact.getLowestSetBit() < bits - 1;
        boolean up = switch (rounding) {
            case FloatStatus.RTZ -> false;
            case FloatStatus.RDN -> negative && (half || beyondHalf);
            case FloatStatus.RUP -> !negative && (half || beyondHalf);
            case FloatStatus.RMM -> half;
            default -> half && (beyondHalf || (quotient & 1) != 0);
        };
        return up ? quotient + 1 : quotient;
    }
}

package dev.kenari.machine.riscv.softfloat;

import dev.kenari.machine.riscv.Registers;

/**
 * Floating point to integer (fcvt.w, fcvt.wu, fcvt.l, fcvt.lu). What does not fit after rounding is invalid and saturates; a NaN
 * counts as too large.
 */
public final class IntegerConversion {
    private static final FloatFormat FORMAT = FloatFormat.BINARY64;

    private IntegerConversion() {}

    /** The signed integer of {@code width} (32 or 64) bits nearest to {@code a}; a single is widened first. */
    public static long toSigned(long a, int width, int rounding, Registers registers) {
        double x = Double.longBitsToDouble(a);
        double rounded = round(x, rounding);
        double limit = width == 32 ? 0x1p31 : 0x1p63;
        if (rounded >= -limit && rounded < limit) {
            return result((long) rounded, rounded == x, registers);
        }
        return signed(a, width, rounding, registers);
    }

    /** The unsigned integer of {@code width} (32 or 64) bits, in the low bits of the result. */
    public static long toUnsigned(long a, int width, int rounding, Registers registers) {
        double x = Double.longBitsToDouble(a);
        double rounded = round(x, rounding);
        if (rounded >= 0 && rounded < (width == 32 ? 0x1p32 : 0x1p63)) {
            return result((long) rounded, rounded == x, registers);
        }
        return unsigned(a, width, rounding, registers);
    }

    /** The integer that {@code x} is rounded to; NaN if that is not for the host to say. */
    private static double round(double x, int rounding) {
        return switch (rounding) {
            case FloatStatus.RNE -> Math.rint(x);
            case FloatStatus.RTZ -> x < 0 ? Math.ceil(x) : Math.floor(x);
            case FloatStatus.RDN -> Math.floor(x);
            case FloatStatus.RUP -> Math.ceil(x);
            default -> Double.NaN;
        };
    }

    /** {@link #toSigned} by its definition. */
    static long signed(long a, int width, int rounding, Registers registers) {
        long max = Long.MAX_VALUE >> 64 - width;
        boolean negative = FORMAT.isNegative(a) && !FORMAT.isNan(a);
        if (beyondUnsigned(a)) {
            return invalid(negative ? ~max : max, registers);
        }
        boolean exact = isInteger(a);
        long magnitude = exact ? truncate(a) : roundFraction(a, negative, rounding);
        if (Long.compareUnsigned(magnitude, negative ? max + 1 : max) > 0) {
            return invalid(negative ? ~max : max, registers);
        }
        return result(negative ? -magnitude : magnitude, exact, registers);
    }

    /** {@link #toUnsigned} by its definition. */
    static long unsigned(long a, int width, int rounding, Registers registers) {
        long max = -1L >>> 64 - width;
        boolean negative = FORMAT.isNegative(a) && !FORMAT.isNan(a);
        if (beyondUnsigned(a)) {
            return invalid(negative ? 0 : max, registers);
        }
        boolean exact = isInteger(a);
        long magnitude = exact ? truncate(a) : roundFraction(a, negative, rounding);
        if (negative ? magnitude != 0 : Long.compareUnsigned(magnitude, max) > 0) {
            return invalid(negative ? 0 : max, registers);
        }
        return result(magnitude, exact, registers);
    }

    private static long invalid(long value, Registers registers) {
        registers.fcsr |= FloatStatus.NV;
        return value;
    }

    private static long result(long value, boolean exact, Registers registers) {
        if (!exact) {
            registers.fcsr |= FloatStatus.NX;
        }
        return value;
    }

    /** Whether the magnitude is 2^64 or more, or a NaN. */
    private static boolean beyondUnsigned(long a) {
        return FORMAT.magnitude(a) >= Double.doubleToRawLongBits(0x1p64);
    }

    private static boolean isInteger(long a) {
        int exponent = FORMAT.exponent(a);
        return exponent >= 0
                || FORMAT.isZero(a)
                || exponent > -64 && Long.numberOfTrailingZeros(FORMAT.significand(a)) >= -exponent;
    }

    /** The magnitude of an integer below 2^64. */
    private static long truncate(long a) {
        int exponent = FORMAT.exponent(a);
        long significand = FORMAT.significand(a);
        return exponent >= 0 ? significand << exponent : exponent > -64 ? significand >>> -exponent : 0;
    }

    private static long roundFraction(long a, boolean negative, int rounding) {
        long whole = truncate(a);
        int dropped = -FORMAT.exponent(a);
        long significand = FORMAT.significand(a);
        boolean half = dropped <= 64 && (significand >>> dropped - 1 & 1) != 0;
        boolean beyondHalf = dropped > 64 || (significand & (1L << dropped - 1) - 1) != 0;
        boolean up = switch (rounding) {
            case FloatStatus.RTZ -> false;
            case FloatStatus.RDN -> negative;
            case FloatStatus.RUP -> !negative;
            case FloatStatus.RMM -> half;
            default -> half && (beyondHalf || (whole & 1) != 0);
        };
        return up ? whole + 1 : whole;
    }
}

package dev.kenari.machine.riscv.softfloat;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import dev.kenari.machine.riscv.Registers;

/**
 * Double precision. To nearest, the host's result is taken whenever it lies well inside the normal range; whether it is exact is
 * asked only if the inexact flag is not set yet, and answered by the error term, which is then representable. Operations accrue
 * flags in {@code registers.fcsr}, and read nothing else of the registers.
 */
public final class Binary64 {
    private static final double LOW = 0x1p-960;
    private static final double HIGH = 0x1p1000;

    private Binary64() {}

    public static long add(long a, long b, int rounding, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double sum = x + y;
        // Sums never underflow: a subnormal one is exact.
        if (rounding == FloatStatus.RNE && Math.abs(sum) < HIGH) {
            if (!inexact(registers) && sumError(x, y, sum) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return doubleToRawLongBits(sum);
        }
        return exact(registers).add(a, b, rounding);
    }

    public static long subtract(long a, long b, int rounding, Registers registers) {
        // Negating a NaN is harmless: every NaN result is canonical.
        return add(a, b ^ Long.MIN_VALUE, rounding, registers);
    }

    public static long multiply(long a, long b, int rounding, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double product = x * y;
        if (rounding == FloatStatus.RNE && inside(product)) {
            if (!inexact(registers) && Math.fma(x, y, -product) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return doubleToRawLongBits(product);
        }
        if (product == 0 && (x == 0 || y == 0)) {
            return doubleToRawLongBits(product);
        }
        return exact(registers).multiply(a, b, rounding);
    }

    public static long divide(long a, long b, int rounding, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double quotient = x / y;
        if (rounding == FloatStatus.RNE && inside(quotient) && inside(x)) {
            if (!inexact(registers) && Math.fma(quotient, y, -x) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return doubleToRawLongBits(quotient);
        }
        if (quotient == 0 && x == 0) {
            return doubleToRawLongBits(quotient);
        }
        return exact(registers).divide(a, b, rounding);
    }

    public static long squareRoot(long a, int rounding, Registers registers) {
        double x = longBitsToDouble(a);
        double root = Math.sqrt(x);
        if (rounding == FloatStatus.RNE && x > LOW && x < HIGH) {
            if (!inexact(registers) && Math.fma(root, root, -x) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return doubleToRawLongBits(root);
        }
        return exact(registers).squareRoot(a, rounding);
    }

    /** {@code a * b + c} with one rounding. */
    public static long multiplyAdd(long a, long b, long c, int rounding, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double z = longBitsToDouble(c);
        double result = Math.fma(x, y, z);
        if (rounding == FloatStatus.RNE
                && (inside(result) ? inexact(registers) || decide(x, y, z, registers) : isExact(x, y, z, result))) {
            return doubleToRawLongBits(result);
        }
        return exact(registers).multiplyAdd(a, b, c, rounding);
    }

    /** Sets NX if {@code x * y + z} is inexact, its result being inside; false if that can't be told here. */
    private static boolean decide(double x, double y, double z, Registers registers) {
        // x * y + z as product + sum + rest; decided if the two small terms add without error.
        double product = x * y;
        double low = Math.fma(x, y, -product);
        double sum = product + z;
        double rest = sumError(product, z, sum);
        double small = low + rest;
        if (inside(product) && Math.abs(z) < HIGH && sumError(low, rest, small) == 0) {
            if (sumError(sum, small, sum + small) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return true;
        }
        return x == 0 || y == 0;
    }

    /**
     * Whether {@code x * y + z} is {@code result} certainly: the product is zero, or everything has cancelled. (The product's
     * lowest bit is within 106 of the addend's highest, and so no underflow hides in a zero.)
     */
    private static boolean isExact(double x, double y, double z, double result) {
        return (x == 0 || y == 0) && Math.abs(result) < HIGH || result == 0 && inside(z);
    }

    /** flt: a signaling comparison. */
    public static boolean lessThan(long a, long b, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        if (x < y) {
            return true;
        }
        if (!(x >= y)) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** fle: a signaling comparison. */
    public static boolean lessOrEqual(long a, long b, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        if (x <= y) {
            return true;
        }
        if (!(x > y)) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** feq: a quiet comparison. */
    public static boolean equal(long a, long b, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        if (x == y) {
            return true;
        }
        if ((x != x || y != y) && (FloatFormat.BINARY64.isSignaling(a) || FloatFormat.BINARY64.isSignaling(b))) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** fmin: minimumNumber; -0 is less than +0. */
    public static long min(long a, long b, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        return x < y ? a : x > y ? b : FloatFormat.BINARY64.min(a, b, registers);
    }

    /** fmax: maximumNumber. */
    public static long max(long a, long b, Registers registers) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        return x > y ? a : x < y ? b : FloatFormat.BINARY64.max(a, b, registers);
    }

    /** fclass.d. */
    public static long classify(long a) {
        return FloatFormat.BINARY64.classify(a);
    }

    /** fcvt.d.s: always exact. */
    public static long fromBinary32(int a, Registers registers) {
        float x = Float.intBitsToFloat(a);
        if (x != x) {
            return exact(registers).convert(a & 0xFFFF_FFFFL, FloatFormat.BINARY32, FloatStatus.RNE);
        }
        return doubleToRawLongBits(x);
    }

    /** fcvt.d.w, fcvt.d.wu, fcvt.d.l. */
    public static long fromLong(long value, int rounding, Registers registers) {
        if (value == value << 11 >> 11) {
            return doubleToRawLongBits(value);
        }
        double rounded = value;
        if (rounding == FloatStatus.RNE && rounded < 0x1p63) {
            if ((long) rounded != value) {
                registers.fcsr |= FloatStatus.NX;
            }
            return doubleToRawLongBits(rounded);
        }
        return exact(registers).fromInteger(value < 0, Math.abs(value), rounding);
    }

    /** fcvt.d.lu. */
    public static long fromUnsignedLong(long value, int rounding, Registers registers) {
        return value >= 0
                ? fromLong(value, rounding, registers)
                : exact(registers).fromInteger(false, value, rounding);
    }

    private static ExactArithmetic exact(Registers registers) {
        return new ExactArithmetic(FloatFormat.BINARY64, registers);
    }

    private static boolean inexact(Registers registers) {
        return (registers.fcsr & FloatStatus.NX) != 0;
    }

    private static boolean inside(double value) {
        double magnitude = Math.abs(value);
        return magnitude > LOW && magnitude < HIGH;
    }

    /** The rounding error of {@code sum = x + y} (Knuth's TwoSum): exact, the sum being finite. */
    private static double sumError(double x, double y, double sum) {
        double yPart = sum - x;
        return (x - (sum - yPart)) + (y - yPart);
    }
}

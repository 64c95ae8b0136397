package dev.kenari.machine.riscv.softfloat;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/**
 * Double precision. To nearest, the host's result is taken whenever it lies well inside the normal range; whether it is exact is
 * asked only if the inexact flag is not set yet, and answered by the error term, which is then representable.
 */
public final class Binary64 {
    private static final double LOW = 0x1p-960;
    private static final double HIGH = 0x1p1000;

    private final FloatStatus status;
    private final ExactArithmetic exact;

    public Binary64(FloatStatus status) {
        this.status = status;
        this.exact = new ExactArithmetic(FloatFormat.BINARY64, status);
    }

    public long add(long a, long b, int rounding) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double sum = x + y;
        // Sums never underflow: a subnormal one is exact.
        if (rounding == FloatStatus.RNE && Math.abs(sum) < HIGH) {
            if (!status.inexact() && sumError(x, y, sum) != 0) {
                status.raise(FloatStatus.NX);
            }
            return doubleToRawLongBits(sum);
        }
        return exact.add(a, b, rounding);
    }

    public long subtract(long a, long b, int rounding) {
        // Negating a NaN is harmless: every NaN result is canonical.
        return add(a, b ^ Long.MIN_VALUE, rounding);
    }

    public long multiply(long a, long b, int rounding) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double product = x * y;
        if (rounding == FloatStatus.RNE && inside(product)) {
            if (!status.inexact() && Math.fma(x, y, -product) != 0) {
                status.raise(FloatStatus.NX);
            }
            return doubleToRawLongBits(product);
        }
        if (product == 0 && (x == 0 || y == 0)) {
            return doubleToRawLongBits(product);
        }
        return exact.multiply(a, b, rounding);
    }

    public long divide(long a, long b, int rounding) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double quotient = x / y;
        if (rounding == FloatStatus.RNE && inside(quotient) && inside(x)) {
            if (!status.inexact() && Math.fma(quotient, y, -x) != 0) {
                status.raise(FloatStatus.NX);
            }
            return doubleToRawLongBits(quotient);
        }
        if (quotient == 0 && x == 0) {
            return doubleToRawLongBits(quotient);
        }
        return exact.divide(a, b, rounding);
    }

    public long squareRoot(long a, int rounding) {
        double x = longBitsToDouble(a);
        double root = Math.sqrt(x);
        if (rounding == FloatStatus.RNE && inside(x)) {
            if (root != root) {
                return exact.squareRoot(a, rounding);
            }
            if (!status.inexact() && Math.fma(root, root, -x) != 0) {
                status.raise(FloatStatus.NX);
            }
            return doubleToRawLongBits(root);
        }
        return exact.squareRoot(a, rounding);
    }

    /** {@code a * b + c} with one rounding. */
    public long multiplyAdd(long a, long b, long c, int rounding) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double z = longBitsToDouble(c);
        double result = Math.fma(x, y, z);
        if (rounding == FloatStatus.RNE && inside(result)) {
            if (status.inexact()) {
                return doubleToRawLongBits(result);
            }
            // x * y + z as product + sum + rest; decided if the two small terms add without error.
            double product = x * y;
            double low = Math.fma(x, y, -product);
            double sum = product + z;
            double rest = sumError(product, z, sum);
            double small = low + rest;
            if (inside(product) && Math.abs(z) < HIGH && sumError(low, rest, small) == 0) {
                if (sumError(sum, small, sum + small) != 0) {
                    status.raise(FloatStatus.NX);
                }
                return doubleToRawLongBits(result);
            }
        }
        if ((x == 0 || y == 0) && result != 0 && Math.abs(result) < HIGH) {
            return c;
        }
        return exact.multiplyAdd(a, b, c, rounding);
    }

    /** fcvt.d.s: always exact. */
    public long fromBinary32(int a) {
        if (FloatFormat.BINARY32.isNan(a & 0xFFFF_FFFFL)) {
            return exact.convert(a & 0xFFFF_FFFFL, FloatFormat.BINARY32, FloatStatus.RNE);
        }
        return doubleToRawLongBits(Float.intBitsToFloat(a));
    }

    /** fcvt.d.w, fcvt.d.wu, fcvt.d.l. */
    public long fromLong(long value, int rounding) {
        if (value == value << 11 >> 11) {
            return doubleToRawLongBits(value);
        }
        double rounded = value;
        if (rounding == FloatStatus.RNE && rounded < 0x1p63) {
            if ((long) rounded != value) {
                status.raise(FloatStatus.NX);
            }
            return doubleToRawLongBits(rounded);
        }
        return exact.fromInteger(value < 0, Math.abs(value), rounding);
    }

    /** fcvt.d.lu. */
    public long fromUnsignedLong(long value, int rounding) {
        return value >= 0 ? fromLong(value, rounding) : exact.fromInteger(false, value, rounding);
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

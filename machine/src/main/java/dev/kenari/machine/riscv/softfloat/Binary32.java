package dev.kenari.machine.riscv.softfloat;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

/**
 * Single precision. To nearest and inside the normal range the host's result is taken; doubles hold products of singles, and
 * so the error term, exactly.
 */
public final class Binary32 {
    private static final float LOW = 0x1p-120f;
    private static final float HIGH = 0x1p120f;
    private static final int SIGN = 1 << 31;

    private final FloatStatus status;
    private final ExactArithmetic exact;

    public Binary32(FloatStatus status) {
        this.status = status;
        this.exact = new ExactArithmetic(FloatFormat.BINARY32, status);
    }

    public int add(int a, int b, int rounding) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float sum = x + y;
        if (rounding == FloatStatus.RNE && Math.abs(sum) < HIGH) {
            float yPart = sum - x;
            if ((x - (sum - yPart)) + (y - yPart) != 0) {
                status.raise(FloatStatus.NX);
            }
            return floatToRawIntBits(sum);
        }
        return (int) exact.add(bits(a), bits(b), rounding);
    }

    public int subtract(int a, int b, int rounding) {
        return add(a, b ^ SIGN, rounding);
    }

    public int multiply(int a, int b, int rounding) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float product = x * y;
        if (rounding == FloatStatus.RNE && inside(product)) {
            return result(product, (double) x * y == product);
        }
        if (product == 0 && (x == 0 || y == 0)) {
            return floatToRawIntBits(product);
        }
        return (int) exact.multiply(bits(a), bits(b), rounding);
    }

    public int divide(int a, int b, int rounding) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float quotient = x / y;
        if (rounding == FloatStatus.RNE && inside(quotient)) {
            return result(quotient, (double) quotient * y == x);
        }
        if (quotient == 0 && x == 0) {
            return floatToRawIntBits(quotient);
        }
        return (int) exact.divide(bits(a), bits(b), rounding);
    }

    public int squareRoot(int a, int rounding) {
        float x = intBitsToFloat(a);
        float root = (float) Math.sqrt(x);
        if (rounding == FloatStatus.RNE && inside(root)) {
            return result(root, (double) root * root == x);
        }
        return (int) exact.squareRoot(bits(a), rounding);
    }

    /** {@code a * b + c} with one rounding. */
    public int multiplyAdd(int a, int b, int c, int rounding) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float z = intBitsToFloat(c);
        float result = Math.fma(x, y, z);
        if (rounding == FloatStatus.RNE && inside(result)) {
            double product = (double) x * y;
            double sum = product + z;
            double zPart = sum - product;
            double error = (product - (sum - zPart)) + (z - zPart);
            return result(result, error == 0 && sum == result);
        }
        if ((x == 0 || y == 0) && result != 0 && Math.abs(result) < HIGH) {
            return c;
        }
        return (int) exact.multiplyAdd(bits(a), bits(b), bits(c), rounding);
    }

    /** fcvt.s.d. */
    public int fromBinary64(long a, int rounding) {
        double x = Double.longBitsToDouble(a);
        float narrowed = (float) x;
        if (rounding == FloatStatus.RNE && inside(narrowed)) {
            return result(narrowed, narrowed == x);
        }
        if (x == 0) {
            return floatToRawIntBits(narrowed);
        }
        return (int) exact.convert(a, FloatFormat.BINARY64, rounding);
    }

    /** fcvt.s.w, fcvt.s.wu, fcvt.s.l. */
    public int fromLong(long value, int rounding) {
        if (value == value << 40 >> 40) {
            return floatToRawIntBits(value);
        }
        if (rounding == FloatStatus.RNE && value == value << 11 >> 11) {
            float rounded = value;
            return result(rounded, (double) rounded == (double) value);
        }
        return (int) exact.fromInteger(value < 0, Math.abs(value), rounding);
    }

    /** fcvt.s.lu. */
    public int fromUnsignedLong(long value, int rounding) {
        return value >= 0 ? fromLong(value, rounding) : (int) exact.fromInteger(false, value, rounding);
    }

    private int result(float value, boolean isExact) {
        if (!isExact) {
            status.raise(FloatStatus.NX);
        }
        return floatToRawIntBits(value);
    }

    private static boolean inside(float value) {
        float magnitude = Math.abs(value);
        return magnitude > LOW && magnitude < HIGH;
    }

    private static long bits(int value) {
        return value & 0xFFFF_FFFFL;
    }
}

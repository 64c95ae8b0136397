package dev.kenari.machine.riscv.softfloat;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import dev.kenari.machine.riscv.Registers;

/**
 * Single precision. To nearest and inside the normal range the host's result is taken; doubles hold products of singles, and
 * so the error term, exactly. Operations accrue flags in {@code registers.fcsr}, and read nothing else of the registers.
 */
public final class Binary32 {
    private static final float LOW = 0x1p-120f;
    private static final float HIGH = 0x1p120f;
    private static final int SIGN = 1 << 31;
    private static final int CANONICAL_NAN = 0x7FC0_0000;
    private static final long BOX = 0xFFFF_FFFFL << 32;

    private Binary32() {}

    public static int add(int a, int b, int rounding, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float sum = x + y;
        if (rounding == FloatStatus.RNE && Math.abs(sum) < HIGH) {
            float yPart = sum - x;
            if ((x - (sum - yPart)) + (y - yPart) != 0) {
                registers.fcsr |= FloatStatus.NX;
            }
            return floatToRawIntBits(sum);
        }
        return (int) exact(registers).add(bits(a), bits(b), rounding);
    }

    public static int subtract(int a, int b, int rounding, Registers registers) {
        return add(a, b ^ SIGN, rounding, registers);
    }

    public static int multiply(int a, int b, int rounding, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float product = x * y;
        if (rounding == FloatStatus.RNE && inside(product)) {
            return result(product, (double) x * y == product, registers);
        }
        if (product == 0 && (x == 0 || y == 0)) {
            return floatToRawIntBits(product);
        }
        return (int) exact(registers).multiply(bits(a), bits(b), rounding);
    }

    public static int divide(int a, int b, int rounding, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float quotient = x / y;
        if (rounding == FloatStatus.RNE && inside(quotient)) {
            return result(quotient, (double) quotient * y == x, registers);
        }
        if (quotient == 0 && x == 0) {
            return floatToRawIntBits(quotient);
        }
        return (int) exact(registers).divide(bits(a), bits(b), rounding);
    }

    public static int squareRoot(int a, int rounding, Registers registers) {
        float x = intBitsToFloat(a);
        float root = (float) Math.sqrt(x);
        if (rounding == FloatStatus.RNE && inside(root)) {
            return result(root, (double) root * root == x, registers);
        }
        return (int) exact(registers).squareRoot(bits(a), rounding);
    }

    /** {@code a * b + c} with one rounding. */
    public static int multiplyAdd(int a, int b, int c, int rounding, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        float z = intBitsToFloat(c);
        float result = Math.fma(x, y, z);
        if (rounding == FloatStatus.RNE && inside(result)) {
            double product = (double) x * y;
            double sum = product + z;
            double zPart = sum - product;
            double error = (product - (sum - zPart)) + (z - zPart);
            return result(result, error == 0 && sum == result, registers);
        }
        // Doubles hold products of singles, and a sum of two doubles is zero only if they cancel.
        boolean isExact = (x == 0 || y == 0) && Math.abs(result) < HIGH || (double) x * y + z == 0;
        if (rounding == FloatStatus.RNE && isExact) {
            return floatToRawIntBits(result);
        }
        return (int) exact(registers).multiplyAdd(bits(a), bits(b), bits(c), rounding);
    }

    /** flt: a signaling comparison. */
    public static boolean lessThan(int a, int b, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        if (x < y) {
            return true;
        }
        if (!(x >= y)) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** fle: a signaling comparison. */
    public static boolean lessOrEqual(int a, int b, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        if (x <= y) {
            return true;
        }
        if (!(x > y)) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** feq: a quiet comparison. */
    public static boolean equal(int a, int b, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        if (x == y) {
            return true;
        }
        if (FloatFormat.BINARY32.isSignaling(bits(a)) || FloatFormat.BINARY32.isSignaling(bits(b))) {
            registers.fcsr |= FloatStatus.NV;
        }
        return false;
    }

    /** fmin: minimumNumber; -0 is less than +0. */
    public static int min(int a, int b, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        return x < y ? a : x > y ? b : (int) FloatFormat.BINARY32.min(bits(a), bits(b), registers);
    }

    /** fmax: maximumNumber. */
    public static int max(int a, int b, Registers registers) {
        float x = intBitsToFloat(a);
        float y = intBitsToFloat(b);
        return x > y ? a : x < y ? b : (int) FloatFormat.BINARY32.max(bits(a), bits(b), registers);
    }

    /** fclass.s. */
    public static long classify(int a) {
        return FloatFormat.BINARY32.classify(bits(a));
    }

    /** What {@code register} holds: a NaN, unless it is a boxed single. */
    public static int unbox(long register) {
        return (register & BOX) == BOX ? (int) register : CANONICAL_NAN;
    }

    /** A single as a register holds it. */
    public static long box(int single) {
        return BOX | single & 0xFFFF_FFFFL;
    }

    /** The double of the same value, as {@link IntegerConversion} takes it: it need not tell NaNs apart. */
    public static long widen(int single) {
        return Double.doubleToRawLongBits(intBitsToFloat(single));
    }

    /** fcvt.s.d. */
    public static int fromBinary64(long a, int rounding, Registers registers) {
        double x = Double.longBitsToDouble(a);
        float narrowed = (float) x;
        if (rounding == FloatStatus.RNE && inside(narrowed)) {
            return result(narrowed, narrowed == x, registers);
        }
        if (x == 0) {
            return floatToRawIntBits(narrowed);
        }
        return (int) exact(registers).convert(a, FloatFormat.BINARY64, rounding);
    }

    /** fcvt.s.w, fcvt.s.wu, fcvt.s.l. */
    public static int fromLong(long value, int rounding, Registers registers) {
        if (value == value << 40 >> 40) {
            return floatToRawIntBits(value);
        }
        if (rounding == FloatStatus.RNE && value == value << 11 >> 11) {
            float rounded = value;
            return result(rounded, (double) rounded == (double) value, registers);
        }
        return (int) exact(registers).fromInteger(value < 0, Math.abs(value), rounding);
    }

    /** fcvt.s.lu. */
    public static int fromUnsignedLong(long value, int rounding, Registers registers) {
        return value >= 0 ? fromLong(value, rounding, registers) : (int) exact(registers).fromInteger(false, value, rounding);
    }

    private static int result(float value, boolean isExact, Registers registers) {
        if (!isExact) {
            registers.fcsr |= FloatStatus.NX;
        }
        return floatToRawIntBits(value);
    }

    private static ExactArithmetic exact(Registers registers) {
        return new ExactArithmetic(FloatFormat.BINARY32, registers);
    }

    private static boolean inside(float value) {
        float magnitude = Math.abs(value);
        return magnitude > LOW && magnitude < HIGH;
    }

    private static long bits(int value) {
        return value & 0xFFFF_FFFFL;
    }
}

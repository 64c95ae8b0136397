package dev.kenari.machine.riscv.softfloat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.fuzz.OperandPool;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Binary32Test {
    private static final int CASES = Integer.getInteger("kenari.fuzz.rounds", 40) * 1000;

    private final Registers ours = new Registers();
    private final Registers defined = new Registers();
    private final ExactArithmetic exact = new ExactArithmetic(FloatFormat.BINARY32, defined);

    @Test
    void hostArithmeticAgreesWithTheDefinition() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("Binary32Test: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            int a = operand(random);
            int b = operand(random);
            int c = random.nextInt(4) == 0 ? minusProduct(a, b) : operand(random);
            int mode = random.nextInt(3) == 0 ? random.nextInt(5) : FloatStatus.RNE;
            int flags = random.nextInt(2) * random.nextInt(32);
            start(flags);
            check("add", i, Binary32.add(a, b, mode, ours), exact.add(wide(a), wide(b), mode), flags);
            check("multiply", i, Binary32.multiply(a, b, mode, ours), exact.multiply(wide(a), wide(b), mode), flags);
            check("divide", i, Binary32.divide(a, b, mode, ours), exact.divide(wide(a), wide(b), mode), flags);
            check("squareRoot", i, Binary32.squareRoot(a, mode, ours), exact.squareRoot(wide(a), mode), flags);
            check("multiplyAdd", i, Binary32.multiplyAdd(a, b, c, mode, ours),
                    exact.multiplyAdd(wide(a), wide(b), wide(c), mode), flags);
            check("min", i, Binary32.min(a, b, ours), FloatFormat.BINARY32.min(wide(a), wide(b), defined), flags);
            check("max", i, Binary32.max(a, b, ours), FloatFormat.BINARY32.max(wide(a), wide(b), defined), flags);
            long d = random.nextBoolean()
                    ? OperandPool.value(random)
                    : Double.doubleToRawLongBits(Float.intBitsToFloat(a) * 1.0000001);
            check("fromBinary64", i, Binary32.fromBinary64(d, mode, ours),
                    exact.convert(d, FloatFormat.BINARY64, mode), flags);
            long l = random.nextLong() >> random.nextInt(64);
            check("fromLong", i, Binary32.fromLong(l, mode, ours), exact.fromInteger(l < 0, Math.abs(l), mode), flags);
            compare(i, a, random.nextInt(4) == 0 ? a : b, flags);
        }
    }

    private void compare(int number, int a, int b, int flags) {
        FloatFormat format = FloatFormat.BINARY32;
        boolean nan = format.isNan(wide(a)) || format.isNan(wide(b));
        boolean signaling = format.isSignaling(wide(a)) || format.isSignaling(wide(b));
        boolean less = !nan && format.less(wide(a), wide(b));
        boolean greater = !nan && format.less(wide(b), wide(a));
        defined.fcsr |= nan ? FloatStatus.NV : 0;
        check("lessThan", number, Binary32.lessThan(a, b, ours) ? 1 : 0, less ? 1 : 0, flags);
        defined.fcsr |= nan ? FloatStatus.NV : 0;
        check("lessOrEqual", number, Binary32.lessOrEqual(a, b, ours) ? 1 : 0, !nan && !greater ? 1 : 0, flags);
        defined.fcsr |= signaling ? FloatStatus.NV : 0;
        check("equal", number, Binary32.equal(a, b, ours) ? 1 : 0, !nan && !less && !greater ? 1 : 0, flags);
    }

    private static int minusProduct(int a, int b) {
        return Float.floatToRawIntBits(-(Float.intBitsToFloat(a) * Float.intBitsToFloat(b)));
    }

    private void start(int flags) {
        ours.fcsr = flags;
        defined.fcsr = flags;
    }

    private static long wide(int bits) {
        return bits & 0xFFFF_FFFFL;
    }

    private void check(String operation, int number, long result, long expected, int flags) {
        assertThat(result).as("%s, case %d", operation, number).isEqualTo((int) expected);
        assertThat(ours.fcsr).as("flags of %s, case %d", operation, number).isEqualTo(defined.fcsr);
        start(flags);
    }

    private static int operand(Random random) {
        if (random.nextInt(4) == 0) {
            return Binary32.unbox(OperandPool.value(random));
        }
        int exponent = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(256);
            case 1 -> 63 + random.nextInt(4);
            case 2 -> 191 + random.nextInt(4);
            default -> 110 + random.nextInt(30);
        };
        int fraction = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt() & -1 << 12;
            default -> random.nextInt();
        };
        return (random.nextBoolean() ? 1 << 31 : 0) | exponent << 23 | fraction & (1 << 23) - 1;
    }
}

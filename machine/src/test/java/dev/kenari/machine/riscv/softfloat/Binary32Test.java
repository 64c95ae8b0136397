package dev.kenari.machine.riscv.softfloat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Binary32Test {
    private static final int CASES = 40_000;

    private final FloatStatus fastStatus = new FloatStatus();
    private final FloatStatus exactStatus = new FloatStatus();
    private final Binary32 fast = new Binary32(fastStatus);
    private final ExactArithmetic exact = new ExactArithmetic(FloatFormat.BINARY32, exactStatus);

    @Test
    void hostArithmeticAgreesWithTheDefinition() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("Binary32Test: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            int a = operand(random);
            int b = operand(random);
            int c = operand(random);
            check("add", i, fast.add(a, b, 0), exact.add(wide(a), wide(b), 0));
            check("multiply", i, fast.multiply(a, b, 0), exact.multiply(wide(a), wide(b), 0));
            check("divide", i, fast.divide(a, b, 0), exact.divide(wide(a), wide(b), 0));
            check("squareRoot", i, fast.squareRoot(a, 0), exact.squareRoot(wide(a), 0));
            check("multiplyAdd", i, fast.multiplyAdd(a, b, c, 0), exact.multiplyAdd(wide(a), wide(b), wide(c), 0));
            long d = Double.doubleToRawLongBits(Float.intBitsToFloat(a) * 1.0000001);
            check("fromBinary64", i, fast.fromBinary64(d, 0), exact.convert(d, FloatFormat.BINARY64, 0));
            long l = random.nextLong() >> random.nextInt(64);
            check("fromLong", i, fast.fromLong(l, 0), exact.fromInteger(l < 0, Math.abs(l), 0));
        }
    }

    private static long wide(int bits) {
        return bits & 0xFFFF_FFFFL;
    }

    private void check(String operation, int number, int ours, long defined) {
        assertThat(ours).as("%s, case %d", operation, number).isEqualTo((int) defined);
        assertThat(fastStatus.flags).as("flags of %s, case %d", operation, number).isEqualTo(exactStatus.flags);
        fastStatus.flags = 0;
        exactStatus.flags = 0;
    }

    private static int operand(Random random) {
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

package dev.kenari.machine.riscv.fuzz;

import java.util.Random;

/** Operand values that reach the corners of integer and floating-point instructions. */
public final class OperandPool {
    private static final long[] SPECIAL = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0xFFFF_FFFFL, 0x8000_0000L,
        0x7FF0_0000_0000_0000L, 0xFFF0_0000_0000_0000L, 0x7FF8_0000_0000_0000L, 0x7FF0_0000_0000_0001L,
        0xFFF8_1234_0000_0000L, 0x000F_FFFF_FFFF_FFFFL, 0x0010_0000_0000_0000L, 0x7FEF_FFFF_FFFF_FFFFL,
        0x3FF0_0000_0000_0000L, 0x43E0_0000_0000_0000L, 0xC3E0_0000_0000_0000L, 0x43F0_0000_0000_0000L,
        0x41DF_FFFF_FFC0_0000L, 0x41E0_0000_0000_0000L, 0xC1E0_0000_0020_0000L, 0x3FE0_0000_0000_0000L,
        0x3FEF_FFFF_FFFF_FFFFL, 0x41EF_FFFF_FFF0_0000L, 0x380F_FFFF_F000_0000L, 0x47EF_FFFF_F000_0000L,
    };
    private static final int[] SPECIAL_SINGLES = {
        0, 0x8000_0000, 1, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7F80_0001,
        0x3F80_0000, 0x3F00_0000, 0x4F00_0000, 0xCF00_0000, 0x4F80_0000, 0x5F00_0000, 0x5F80_0000, 0x3EFF_FFFF, 0xBF80_0000,
    };

    private OperandPool() {}

    public static long value(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextLong();
            case 1 -> SPECIAL[random.nextInt(SPECIAL.length)] + random.nextInt(5) - 2;
            case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 3 -> box(SPECIAL_SINGLES[random.nextInt(SPECIAL_SINGLES.length)] + random.nextInt(5) - 2);
            case 4 -> box(SPECIAL_SINGLES[random.nextInt(SPECIAL_SINGLES.length)]);
            // Few bits: exact results, ties between integers.
            case 5 -> Double.doubleToRawLongBits((random.nextInt(4001) - 2000) / 4.0);
            case 6 -> box(Float.floatToRawIntBits((random.nextInt(4001) - 2000) / 4.0f));
            case 7 -> box(random.nextInt());
            case 8, 9 -> box(single(random));
            default -> wide(random);
        };
    }

    /** Exponents that differ by about the precision, so that sums tie, or whose sums are at an end of the range. */
    private static long wide(Random random) {
        int exponent = switch (random.nextInt(4)) {
            case 0 -> 511 + random.nextInt(5) - 2;
            case 1 -> 1535 + random.nextInt(5) - 2;
            case 2 -> 970 + random.nextInt(6);
            default -> 1023 + random.nextInt(6);
        };
        long sign = random.nextBoolean() ? 1L << 63 : 0;
        // The last cases have 25 significant bits: ties when narrowed.
        long fraction = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(4);
            case 2 -> -1L - random.nextInt(4);
            case 3 -> random.nextLong();
            case 4 -> 1L << 28;
            default -> random.nextLong() & -1L << 28 | 1L << 28;
        };
        return sign | (long) exponent << 52 | fraction & (1L << 52) - 1;
    }

    private static int single(Random random) {
        int exponent = switch (random.nextInt(4)) {
            case 0 -> 64 + random.nextInt(5) - 2;
            case 1 -> 191 + random.nextInt(5) - 2;
            case 2 -> 103 + random.nextInt(4);
            default -> 127 + random.nextInt(4);
        };
        int fraction = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(4);
            case 2 -> -1 - random.nextInt(4);
            default -> random.nextInt();
        };
        return (random.nextBoolean() ? 1 << 31 : 0) | exponent << 23 | fraction & (1 << 23) - 1;
    }

    private static long box(int single) {
        return 0xFFFF_FFFFL << 32 | single & 0xFFFF_FFFFL;
    }
}

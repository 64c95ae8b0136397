package dev.kenari.machine.riscv.interpreter;

import java.util.Random;

/** Operand values that reach the corners of integer and floating-point instructions. */
final class OperandPool {
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

    static long value(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong();
            case 1 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 2 -> SPECIAL[random.nextInt(SPECIAL.length)] + random.nextInt(5) - 2;
            case 3 -> box(SPECIAL_SINGLES[random.nextInt(SPECIAL_SINGLES.length)]);
            case 4 -> box(SPECIAL_SINGLES[random.nextInt(SPECIAL_SINGLES.length)] + random.nextInt(5) - 2);
            case 5 -> box(random.nextInt());
            // Near each other, so that sums cancel and products stay in range.
            case 6 -> (random.nextLong() & 0x800F_FFFF_FFFF_FFFFL) | (long) (1000 + random.nextInt(80)) << 52;
            case 7 -> box(random.nextInt() & 0x807F_FFFF | 100 + random.nextInt(60) << 23);
            // Few bits: exact results, ties.
            case 8 -> Double.doubleToRawLongBits((random.nextInt(4001) - 2000) / 4.0);
            default -> box(Float.floatToRawIntBits((random.nextInt(4001) - 2000) / 4.0f));
        };
    }

    private static long box(int single) {
        return 0xFFFF_FFFFL << 32 | single & 0xFFFF_FFFFL;
    }
}

package dev.kenari.machine.device;

/** Access to parts of a register that is wider than the access. */
final class RegisterSlice {
    private RegisterSlice() {}

    /** The {@code width} bytes at byte {@code offset} of {@code value}. */
    static long part(long value, long offset, int width) {
        long shifted = offset >= Long.BYTES ? 0 : value >>> offset * Byte.SIZE;
        return shifted & mask(width);
    }

    /** {@code old} with the {@code width} bytes at byte {@code offset} replaced. */
    static long replace(long old, long offset, int width, long value) {
        int shift = (int) offset * Byte.SIZE;
        long mask = mask(width) << shift;
        return old & ~mask | value << shift & mask;
    }

    private static long mask(int width) {
        return width == Long.BYTES ? -1 : (1L << width * Byte.SIZE) - 1;
    }
}

package dev.kenari.vfs.ext4;

import java.util.zip.CRC32C;

/**
 * CRC-32C as ext4 and jbd2 use it: the register is neither complemented at the end nor always all ones at the start, so that sums can be
 * continued. The JDK's (fast) class always starts with all ones; four bytes before the data that turn all ones into the wanted register
 * make up for that.
 */
final class Crc32c {
    static final int ONES = -1;

    private static final int POLYNOMIAL = 0x82F6_3B78;
    private static final int[] TABLE = new int[256];
    /** Which entry of the table has this byte on top: they all differ. */
    private static final int[] BY_TOP = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int sum = i;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum >>> 1 ^ ((sum & 1) != 0 ? POLYNOMIAL : 0);
            }
            TABLE[i] = sum;
            BY_TOP[sum >>> 24] = i;
        }
    }

    private Crc32c() {}

    static int of(int seed, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        if (seed != ONES) {
            int prefix = ~unwind(seed);
            for (int shift = 0; shift < 32; shift += 8) {
                crc.update(prefix >>> shift);
            }
        }
        crc.update(bytes, offset, length);
        return ~(int) crc.getValue();
    }

    static int of(int seed, byte[] bytes) {
        return of(seed, bytes, 0, bytes.length);
    }

    /** Of four bytes, least significant first. */
    static int ofInt(int seed, int value) {
        int sum = seed;
        for (int shift = 0; shift < 32; shift += 8) {
            sum = sum >>> 8 ^ TABLE[(sum ^ value >>> shift) & 0xFF];
        }
        return sum;
    }

    static int ofLong(int seed, long value) {
        return ofInt(ofInt(seed, (int) value), (int) (value >>> 32));
    }

    /** The register from which four bytes of zero lead to {@code register}. */
    private static int unwind(int register) {
        int sum = register;
        for (int i = 0; i < 4; i++) {
            int index = BY_TOP[sum >>> 24];
            sum = (sum ^ TABLE[index]) << 8 | index;
        }
        return sum;
    }
}

package dev.kenari.image.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bit stream that is read from its last bit to its first (RFC 8878, section 4.1). Above the last bit stands one set
 * bit. Bits before the first read as zero; {@link #left} then is negative.
 */
final class BackwardBits {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final long start;
    private long position;

    /** The bytes need not end where the stream does, but seven more must follow it. */
    BackwardBits(byte[] bytes, int offset, int length) throws CorruptArchiveException {
        if (length <= 0 || bytes[offset + length - 1] == 0) {
            throw new CorruptArchiveException("zstd: bit stream without an end mark");
        }
        this.bytes = bytes;
        this.start = offset * 8L;
        int last = bytes[offset + length - 1] & 0xff;
        this.position = (offset + length - 1) * 8L + 31 - Integer.numberOfLeadingZeros(last);
    }

    /** Bits not yet read. */
    long left() {
        return position - start;
    }

    /** The next bits, at most 32, without reading them. */
    int peek(int count) {
        long from = position - count;
        if (from >= start) {
            return bits(from, count);
        }
        int present = (int) Math.max(0, position - start);
        return present == 0 ? 0 : bits(start, present) << count - present;
    }

    void skip(int count) {
        position -= count;
    }

    int read(int count) {
        int value = peek(count);
        position -= count;
        return value;
    }

    private int bits(long from, int count) {
        if (count == 0) {
            return 0;
        }
        long word = (long) LONG.get(bytes, (int) (from >>> 3)) >>> (from & 7);
        return (int) (word & (1L << count) - 1);
    }
}

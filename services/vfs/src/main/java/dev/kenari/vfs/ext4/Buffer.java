package dev.kenari.vfs.ext4;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A block of metadata in memory. Fields are little-endian at byte offsets. Content changes only between {@link BlockCache#modify} and the
 * end of the operation; the array itself is never changed afterwards, so that the journal can hold on to it.
 */
final class Buffer {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final long block;
    private byte[] bytes;
    /** Whose check of the content has passed; null after it was read. */
    private Object checkedFor;

    Buffer(long block, byte[] bytes) {
        this.block = block;
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    void setBytes(byte[] content) {
        bytes = content;
    }

    int size() {
        return bytes.length;
    }

    /** Whether the content was found good as {@code purpose}; a block that is used for two things is checked twice. */
    boolean checkedAs(Object purpose) {
        return purpose.equals(checkedFor);
    }

    void setCheckedAs(Object purpose) {
        checkedFor = purpose;
    }

    int u8(int offset) {
        return bytes[offset] & 0xFF;
    }

    int u16(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xFFFF;
    }

    int s32(int offset) {
        return (int) INT.get(bytes, offset);
    }

    long u32(int offset) {
        return s32(offset) & 0xFFFF_FFFFL;
    }

    long s64(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    void put8(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    void put16(int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    void put32(int offset, long value) {
        INT.set(bytes, offset, (int) value);
    }

    void put64(int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    byte[] get(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    void put(int offset, byte[] from) {
        System.arraycopy(from, 0, bytes, offset, from.length);
    }

    void move(int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
    }

    void zero(int offset, int length) {
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
    }
}

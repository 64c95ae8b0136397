package dev.kenari.vfs.block;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What loop devices are asked with: {@code struct loop_info64} of linux/loop.h.
 *
 * @param sizeLimit in bytes; 0 for none
 * @param name of the file as whoever set it up calls it, 64 bytes
 */
record LoopInfo(long offset, long sizeLimit, int flags, byte[] name) {
    static final int READ_ONLY = 1;
    static final int AUTOCLEAR = 4;
    static final int LENGTH = 232;

    private static final int OFFSET_AT = 24;
    private static final int LIMIT_AT = 32;
    private static final int NUMBER_AT = 40;
    private static final int FLAGS_AT = 52;
    private static final int NAME_AT = 56;
    private static final int NAME_LENGTH = 64;

    static LoopInfo of(byte[] bytes, int at) {
        ByteBuffer in = ByteBuffer.wrap(bytes, at, LENGTH).slice().order(ByteOrder.LITTLE_ENDIAN);
        return new LoopInfo(
                in.getLong(OFFSET_AT),
                in.getLong(LIMIT_AT),
                in.getInt(FLAGS_AT),
                Arrays.copyOfRange(bytes, at + NAME_AT, at + NAME_AT + NAME_LENGTH));
    }

    /** @param device and {@code inode} of the file */
    byte[] bytes(long device, long inode, int number) {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0, device).putLong(8, inode).putLong(OFFSET_AT, offset).putLong(LIMIT_AT, sizeLimit);
        out.putInt(NUMBER_AT, number).putInt(FLAGS_AT, flags);
        return out.put(NAME_AT, name).array();
    }
}

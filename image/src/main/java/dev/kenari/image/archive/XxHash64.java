package dev.kenari.image.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The XXH64 hash with seed 0, the checksum of zstd frames (xxHash's specification). */
final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] lanes = {P1 + P2, P2, 0, -P1};
    private final byte[] pending = new byte[32];
    private int pendingCount;
    private long total;

    void update(byte[] bytes, int offset, int count) {
        total += count;
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (pendingCount == 0 && end - at >= 32) {
                stripe(bytes, at);
                at += 32;
            } else {
                int taken = Math.min(32 - pendingCount, end - at);
                System.arraycopy(bytes, at, pending, pendingCount, taken);
                pendingCount += taken;
                at += taken;
                if (pendingCount == 32) {
                    stripe(pending, 0);
                    pendingCount = 0;
                }
            }
        }
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < 4; i++) {
            lanes[i] = round(lanes[i], (long) LONG.get(bytes, at + 8 * i));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    long value() {
        long hash;
        if (total >= 32) {
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        } else {
            hash = P5;
        }
        hash += total;
        int at = 0;
        for (; at + 8 <= pendingCount; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(pending, at)), 27) * P1 + P4;
        }
        if (at + 4 <= pendingCount) {
            hash = Long.rotateLeft(hash ^ ((int) INT.get(pending, at) & 0xffffffffL) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < pendingCount; at++) {
            hash = Long.rotateLeft(hash ^ (pending[at] & 0xff) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }
}

package dev.kenari.kernel.domain.jdk;

import java.nio.ByteBuffer;

/** Stands for {@code ByteBuffer.allocate}: the array is the domain's. */
public final class Buffers {
    private Buffers() {}

    public static ByteBuffer allocate(int capacity) {
        return ByteBuffer.wrap(new byte[capacity]);
    }
}

package dev.kenari.vfs.file;

import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Arrays;

/** An array of the kernel's. */
public final class ArrayVector extends IoVector {
    private final byte[] array;
    private final PhysicalMemory memory;

    public ArrayVector(byte[] array, int length, PhysicalMemory memory) {
        super(length);
        this.array = array;
        this.memory = memory;
    }

    @Override
    void putAt(long at, byte[] from, int offset, int count) {
        System.arraycopy(from, offset, array, (int) at, count);
    }

    @Override
    void putFrameAt(long at, long physical, int count) {
        memory.read(physical, array, (int) at, count);
    }

    @Override
    void fillAt(long at, long count) {
        Arrays.fill(array, (int) at, (int) (at + count), (byte) 0);
    }

    @Override
    void takeAt(long at, byte[] into, int offset, int count) {
        System.arraycopy(array, (int) at, into, offset, count);
    }

    @Override
    void takeFrameAt(long at, long physical, int count) {
        memory.write(physical, array, (int) at, count);
    }
}

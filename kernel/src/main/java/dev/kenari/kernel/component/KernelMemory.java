package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.machine.bus.PhysicalMemory;

/** All memory, unchecked: for components in the kernel. */
class KernelMemory implements ComponentMemory {
    private final Frames frames;
    private final PhysicalMemory memory;

    KernelMemory(Frames frames) {
        this.frames = frames;
        this.memory = frames.memory();
    }

    @Override
    public long allocate() throws Errno {
        return frames.allocate();
    }

    @Override
    public long allocateZeroed() throws Errno {
        return frames.allocateZeroed();
    }

    @Override
    public void release(long frame) {
        frames.release(frame);
    }

    @Override
    public int free() {
        return frames.free();
    }

    @Override
    public boolean contains(long address, int length) {
        return memory.contains(address, length);
    }

    @Override
    public byte getByte(long address) {
        return memory.getByte(address);
    }

    @Override
    public short getShort(long address) {
        return memory.getShort(address);
    }

    @Override
    public int getInt(long address) {
        return memory.getInt(address);
    }

    @Override
    public long getLong(long address) {
        return memory.getLong(address);
    }

    @Override
    public void putByte(long address, byte value) {
        memory.putByte(address, value);
    }

    @Override
    public void putShort(long address, short value) {
        memory.putShort(address, value);
    }

    @Override
    public void putInt(long address, int value) {
        memory.putInt(address, value);
    }

    @Override
    public void putLong(long address, long value) {
        memory.putLong(address, value);
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        memory.read(address, into, offset, length);
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        memory.write(address, from, offset, length);
    }

    @Override
    public void fill(long address, int length, byte value) {
        memory.fill(address, length, value);
    }
}

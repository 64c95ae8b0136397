package dev.kenari.kernel.fault;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.mm.Frames;

/**
 * A driver's memory that once holds another address than the driver wrote there: what the device then moves bytes from or to. An address
 * is known by its value; nothing else that drivers write as eight bytes is as large.
 */
final class FaultyMemory implements ComponentMemory {
    /** Where RAM begins on every board. */
    private static final long LOWEST = 0x8000_0000L;

    private final ComponentMemory real;
    private final Injector injector;

    FaultyMemory(ComponentMemory real, Injector injector) {
        this.real = real;
        this.injector = injector;
    }

    @Override
    public long allocate() throws Errno {
        return real.allocate();
    }

    @Override
    public long allocateZeroed() throws Errno {
        return real.allocateZeroed();
    }

    @Override
    public void release(long frame) {
        real.release(frame);
    }

    @Override
    public int free() {
        return real.free();
    }

    @Override
    public boolean contains(long address, int length) {
        return real.contains(address, length);
    }

    @Override
    public byte getByte(long address) {
        return real.getByte(address);
    }

    @Override
    public short getShort(long address) {
        return real.getShort(address);
    }

    @Override
    public int getInt(long address) {
        return real.getInt(address);
    }

    @Override
    public long getLong(long address) {
        return real.getLong(address);
    }

    @Override
    public void putByte(long address, byte value) {
        real.putByte(address, value);
    }

    @Override
    public void putShort(long address, short value) {
        real.putShort(address, value);
    }

    @Override
    public void putInt(long address, int value) {
        real.putInt(address, value);
    }

    @Override
    public void putLong(long address, long value) {
        boolean isAddress = value > 0 && value % 4 == 0 && real.contains(value, 1);
        real.putLong(address, isAddress && injector.due("transfer") ? wrong(value) : value);
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        real.read(address, into, offset, length);
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        real.write(address, from, offset, length);
    }

    @Override
    public void fill(long address, int length, byte value) {
        real.fill(address, length, value);
    }

    /** Another frame, at most 4 MiB away: likely to be memory in use. */
    private long wrong(long address) {
        int frames = 1 + new Bits(injector.fault().seed()).below(1024);
        long lower = address - (long) frames * Frames.SIZE;
        return lower >= LOWEST ? lower : address + (long) frames * Frames.SIZE;
    }
}

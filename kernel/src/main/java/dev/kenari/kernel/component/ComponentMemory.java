package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/**
 * Physical memory as a component sees it: the frames that it holds, and what is lent to it. A frame is its physical address. From a
 * domain, any other address is a {@link ProtectionFault}. A driver's frames are what its device may reach.
 */
public interface ComponentMemory {
    /** A frame of unspecified content. ENOMEM. */
    long allocate() throws Errno;

    /** A frame of zeroes. ENOMEM. */
    long allocateZeroed() throws Errno;

    /** Gives a frame of {@link #allocate} back. */
    void release(long frame);

    /** Frames that {@link #allocate} would find without taking memory from others. */
    int free();

    /** Whether all {@code length} bytes may be used now. */
    boolean contains(long address, int length);

    byte getByte(long address);

    short getShort(long address);

    int getInt(long address);

    long getLong(long address);

    void putByte(long address, byte value);

    void putShort(long address, short value);

    void putInt(long address, int value);

    void putLong(long address, long value);

    void read(long address, byte[] into, int offset, int length);

    void write(long address, byte[] from, int offset, int length);

    void fill(long address, int length, byte value);
}

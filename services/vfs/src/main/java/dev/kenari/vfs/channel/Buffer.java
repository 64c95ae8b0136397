package dev.kenari.vfs.channel;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.GrantedMemory;
import dev.kenari.machine.bus.PhysicalMemory;

/** Bytes on the other side of a read or write: a program's memory by its grant, or an array of the kernel's. */
public sealed interface Buffer {
    long length();

    /** Copies {@code length} bytes from {@code at} on to a physical address. EFAULT. May sleep. */
    void copyTo(long at, long physical, int length) throws Errno;

    /** Copies {@code length} bytes at a physical address here, from {@code at} on. EFAULT. May sleep. */
    void copyFrom(long physical, long at, int length) throws Errno;

    /** Copies {@code length} bytes from {@code at} on into an array. EFAULT. May sleep. */
    void get(long at, byte[] into, int offset, int length) throws Errno;

    /** Copies {@code length} bytes of an array here, from {@code at} on. EFAULT. May sleep. */
    void put(long at, byte[] from, int offset, int length) throws Errno;

    /** The first eight bytes as a little-endian number. */
    default long getLong() throws Errno {
        byte[] bytes = new byte[Long.BYTES];
        get(0, bytes, 0, bytes.length);
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    /** Makes the first eight bytes a little-endian number. */
    default void putLong(long value) throws Errno {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        put(0, bytes, 0, bytes.length);
    }

    /** A program's memory. */
    static Buffer of(GrantedMemory memory, Grant grant) {
        return new Granted(memory, grant, grant.length());
    }

    /** {@code length} bytes of {@code bytes} from {@code offset} on. */
    static Buffer of(PhysicalMemory memory, byte[] bytes, int offset, int length) {
        return new Array(memory, bytes, offset, length);
    }

    /** See {@link #of(GrantedMemory, Grant)}. */
    record Granted(GrantedMemory memory, Grant grant, long length) implements Buffer {
        @Override
        public void copyTo(long at, long physical, int count) throws Errno {
            memory.copyIn(grant, at, physical, count);
        }

        @Override
        public void copyFrom(long physical, long at, int count) throws Errno {
            memory.copyOut(physical, grant, at, count);
        }

        @Override
        public void get(long at, byte[] into, int offset, int count) throws Errno {
            memory.read(grant, at, into, offset, count);
        }

        @Override
        public void put(long at, byte[] from, int offset, int count) throws Errno {
            memory.write(grant, at, from, offset, count);
        }
    }

    /** See {@link #of(PhysicalMemory, byte[], int, int)}. */
    record Array(PhysicalMemory memory, byte[] bytes, int start, long length) implements Buffer {
        @Override
        public void copyTo(long at, long physical, int count) {
            memory.write(physical, bytes, start + (int) at, count);
        }

        @Override
        public void copyFrom(long physical, long at, int count) {
            memory.read(physical, bytes, start + (int) at, count);
        }

        @Override
        public void get(long at, byte[] into, int offset, int count) {
            System.arraycopy(bytes, start + (int) at, into, offset, count);
        }

        @Override
        public void put(long at, byte[] from, int offset, int count) {
            System.arraycopy(from, offset, bytes, start + (int) at, count);
        }
    }
}

package dev.kenari.machine.bus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The board's RAM: {@code size} bytes from {@link #base()}. Every accessor takes a physical address and is bounds-checked; an
 * address outside RAM throws {@link IndexOutOfBoundsException}, which is a bug of the caller, never of the guest.
 *
 * <p>A map of a deleted sparse temporary file, so that untouched memory costs nothing.
 */
public final class PhysicalMemory implements AutoCloseable {
    public static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Past the power of two to which translated code masks offsets: its widest access reaches a little further. */
    private static final long GUARD = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final long base;
    private final long size;

    public PhysicalMemory(long base, long size) {
        this.base = base;
        this.size = size;
        this.segment = map(Long.highestOneBit(size - 1) * 2 + GUARD, arena);
    }

    private static MemorySegment map(long size, Arena arena) {
        try {
            Path file = Files.createTempFile("kenari-ram", null);
            long room = file.toFile().getUsableSpace();
            if (room < size) {
                // Found out later it would be a bus error in the middle of a program.
                Files.delete(file);
                throw new IOException(file.getParent() + " has room for " + (room >> 20) + " MiB");
            }
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no room for " + (size >> 20) + " MiB of guest memory: " + e.getMessage(), e);
        }
    }

    public long base() {
        return base;
    }

    public long size() {
        return size;
    }

    /** Whether the {@code length} bytes at {@code address} are all RAM. */
    public boolean contains(long address, long length) {
        long offset = address - base;
        return offset >= 0 && length >= 0 && offset <= size - length;
    }

    /**
     * The whole of RAM; offset 0 is {@link #base()}. For engines and bulk copies. Larger than RAM: it ends a page after the next
     * power of two, so that an engine may mask an offset and be sure that it stays inside.
     */
    public MemorySegment segment() {
        return segment;
    }

    public byte getByte(long address) {
        return segment.get(ValueLayout.JAVA_BYTE, address - base);
    }

    public short getShort(long address) {
        return segment.get(SHORT, address - base);
    }

    public int getInt(long address) {
        return segment.get(INT, address - base);
    }

    public long getLong(long address) {
        return segment.get(LONG, address - base);
    }

    public void putByte(long address, byte value) {
        segment.set(ValueLayout.JAVA_BYTE, address - base, value);
    }

    public void putShort(long address, short value) {
        segment.set(SHORT, address - base, value);
    }

    public void putInt(long address, int value) {
        segment.set(INT, address - base, value);
    }

    public void putLong(long address, long value) {
        segment.set(LONG, address - base, value);
    }

    public void read(long address, byte[] into, int offset, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, address - base, into, offset, length);
    }

    public void write(long address, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, segment, ValueLayout.JAVA_BYTE, address - base, length);
    }

    public void copy(long from, long to, long length) {
        MemorySegment.copy(segment, from - base, segment, to - base, length);
    }

    public void fill(long address, long length, byte value) {
        segment.asSlice(address - base, length).fill(value);
    }

    @Override
    public void close() {
        arena.close();
    }
}

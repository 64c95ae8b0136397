package dev.kenari.machine.bus;

/** A device's registers, seen from the bus. Offsets are from the device's base; a read of nothing gives 0, a write is dropped. */
public interface MmioDevice {
    /** Reads {@code width} (1, 2, 4 or 8) bytes at {@code offset}, zero-extended. */
    long read(long offset, int width);

    /** Writes the low {@code width} (1, 2, 4 or 8) bytes of {@code value} at {@code offset}. */
    void write(long offset, int width, long value);
}

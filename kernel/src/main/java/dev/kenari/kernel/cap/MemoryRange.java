package dev.kenari.kernel.cap;

/**
 * Physical memory that a capability names.
 *
 * @param address of the first byte
 * @param length in bytes
 */
public record MemoryRange(long address, long length) {
    public boolean contains(long from, long to) {
        return address <= from && to - address <= length;
    }
}

package dev.kenari.machine.bus;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where drivers reach device registers by physical address. Complete once the board is assembled; safe from any thread, since each
 * device guards itself.
 */
public final class Bus {
    private record Window(long base, long size, MmioDevice device, DmaWindow dma) {}

    private final TreeMap<Long, Window> windows = new TreeMap<>();
    /** The window of the last access: a driver talks to one device many times. A race only costs a search. */
    private Window last = new Window(0, 0, null, null);

    /** Puts {@code device} at {@code base}. For the board's assembly only. */
    public void map(long base, long size, MmioDevice device) {
        map(base, size, device, null);
    }

    /** As {@link #map(long, long, MmioDevice)}, for a device that reaches memory through {@code dma}. */
    public void map(long base, long size, MmioDevice device, DmaWindow dma) {
        Map.Entry<Long, Window> below = windows.lowerEntry(base + size);
        if (below != null && below.getKey() + below.getValue().size() > base) {
            throw new IllegalArgumentException("overlap at 0x" + Long.toHexString(base));
        }
        windows.put(base, new Window(base, size, device, dma));
    }

    /** What the device at {@code base} reaches of memory; null if it has no DMA. */
    public DmaWindow dma(long base) {
        return window(base, 1).dma;
    }

    /** Reads {@code width} (1, 2, 4 or 8) bytes, zero-extended. {@link BusError} where there is no device, or misaligned. */
    public long read(long address, int width) {
        Window window = window(address, width);
        return window.device.read(address - window.base, width);
    }

    /** Writes the low {@code width} (1, 2, 4 or 8) bytes of {@code value}. {@link BusError} as {@link #read}. */
    public void write(long address, int width, long value) {
        Window window = window(address, width);
        window.device.write(address - window.base, width, value);
    }

    private Window window(long address, int width) {
        if (width < 1 || width > Long.BYTES || Integer.bitCount(width) != 1) {
            throw new BusError(address, "access of " + width + " bytes");
        }
        if ((address & width - 1) != 0) {
            throw new BusError(address, "misaligned access of " + width + " bytes");
        }
        Window window = last;
        long offset = address - window.base;
        if (offset >= 0 && offset <= window.size - width) {
            return window;
        }
        Map.Entry<Long, Window> entry = windows.floorEntry(address);
        if (entry == null || address - entry.getKey() > entry.getValue().size - width) {
            throw new BusError(address, "no device");
        }
        Window found = entry.getValue();
        last = found;
        return found;
    }
}

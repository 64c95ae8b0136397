package dev.kenari.machine.bus;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * What one device reaches of memory: its context in the board's IOMMU, with pages of 4 KiB that are mapped at their physical addresses.
 * Until {@link #enable} the device reaches everything. A page that the device works on stays pinned until it is done with it. Any thread.
 */
public final class DmaWindow {
    private static final int SHIFT = 12;
    private static final int MAPPED = 1 << 31;
    private static final int PINS = MAPPED - 1;
    private static final int SPINS = 1000;

    private final long base;
    private final int pages;
    private volatile AtomicIntegerArray states;

    /** @param memory what the device may reach at most */
    public DmaWindow(PhysicalMemory memory) {
        this.base = memory.base();
        this.pages = (int) (memory.size() >>> SHIFT);
    }

    /** From now on the device reaches what is mapped, at first nothing. */
    public void enable() {
        states = new AtomicIntegerArray(pages);
    }

    private int index(long address) {
        return (int) (address - base >>> SHIFT);
    }

    /** Lets the device reach the page of {@code address}. */
    public void map(long address) {
        states.accumulateAndGet(index(address), MAPPED, (state, bit) -> state | bit);
    }

    /**
     * Takes the page of {@code address} away. The device begins nothing there any more; what it has begun is waited for.
     *
     * @return false if the device does not come to an end with it
     */
    public boolean unmap(long address, long limitMillis) {
        int index = index(address);
        AtomicIntegerArray all = states;
        all.accumulateAndGet(index, PINS, (state, mask) -> state & mask);
        for (int i = 0; i < SPINS && (all.get(index) & PINS) != 0; i++) {
            Thread.onSpinWait();
        }
        for (long i = 0; i < limitMillis && (all.get(index) & PINS) != 0; i++) {
            LockSupport.parkNanos(1_000_000);
        }
        return (all.get(index) & PINS) == 0;
    }

    /** For the device: begins to work on a range; false if part of it is not mapped. {@link #unpin} follows if it was true. */
    public boolean pin(long address, long length) {
        AtomicIntegerArray all = states;
        if (all == null) {
            return true;
        }
        long end = address + length;
        for (long at = address; at < end; at = next(at)) {
            if (!pin(all, index(at))) {
                unpin(address, at - address);
                return false;
            }
        }
        return true;
    }

    private static boolean pin(AtomicIntegerArray all, int index) {
        int was = all.getAndUpdate(index, state -> state < 0 ? state + 1 : state);
        return was < 0;
    }

    private static long next(long address) {
        return (address >>> SHIFT) + 1 << SHIFT;
    }

    /** Ends {@link #pin}. */
    public void unpin(long address, long length) {
        AtomicIntegerArray all = states;
        if (all != null) {
            long end = address + length;
            for (long at = address; at < end; at = next(at)) {
                // What was begun before the window was enabled has no pin.
                all.getAndUpdate(index(at), state -> (state & PINS) == 0 ? state : state - 1);
            }
        }
    }
}

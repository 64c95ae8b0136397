package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.DmaWindow;
import dev.kenari.machine.bus.PhysicalMemory;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** The device's side of a split virtqueue in guest memory (the specification, section 2.7). No indirect descriptors, no event index. */
final class Virtqueue {
    static final int MAX_SIZE = 256;

    static final int NEXT = 1;
    static final int WRITE = 2;
    static final int NO_INTERRUPT = 1;

    static final int DESCRIPTOR_SIZE = 16;
    static final int RING = 4;
    static final int USED_ELEMENT = 8;

    private final PhysicalMemory memory;
    private final DmaWindow window;
    private int size = MAX_SIZE;
    private long descriptors;
    private long available;
    private long used;
    private boolean ready;
    private int lastAvailable;
    private int nextUsed;
    private boolean pushed;

    /** @param window what of {@code memory} the device reaches */
    Virtqueue(PhysicalMemory memory, DmaWindow window) {
        this.memory = memory;
        this.window = window;
    }

    void reset() {
        disable();
        size = MAX_SIZE;
        descriptors = 0;
        available = 0;
        used = 0;
        lastAvailable = 0;
        nextUsed = 0;
        pushed = false;
    }

    void setSize(int value) {
        if (!ready && Integer.bitCount(value) == 1 && value <= MAX_SIZE) {
            size = value;
        }
    }

    /** Replaces half of an address: {@code which} 0 descriptor table, 1 available ring, 2 used ring. */
    void setAddress(int which, boolean high, long half) {
        if (ready) {
            return;
        }
        switch (which) {
            case 0 -> descriptors = replace(descriptors, high, half);
            case 1 -> available = replace(available, high, half);
            default -> used = replace(used, high, half);
        }
    }

    private static long replace(long address, boolean high, long half) {
        return high
                ? address & 0xFFFF_FFFFL | half << Integer.SIZE
                : address & 0xFFFF_FFFFL << Integer.SIZE | half & 0xFFFF_FFFFL;
    }

    boolean ready() {
        return ready;
    }

    void disable() {
        if (ready) {
            ready = false;
            window.unpin(descriptors, descriptorsLength());
            window.unpin(available, availableLength());
            window.unpin(used, usedLength());
        }
    }

    private long descriptorsLength() {
        return (long) DESCRIPTOR_SIZE * size;
    }

    private long availableLength() {
        return RING + 2L * size + 2;
    }

    private long usedLength() {
        return RING + (long) USED_ELEMENT * size + 2;
    }

    /** The driver has set up the rings. */
    void enable() throws RingError {
        check(descriptors, descriptorsLength(), DESCRIPTOR_SIZE);
        check(available, availableLength(), 2);
        check(used, usedLength(), 4);
        pin();
        lastAvailable = 0;
        nextUsed = 0;
        ready = true;
    }

    private void pin() throws RingError {
        if (!window.pin(descriptors, descriptorsLength())) {
            throw new RingError("descriptors that the device may not reach");
        }
        if (!window.pin(available, availableLength())) {
            window.unpin(descriptors, descriptorsLength());
            throw new RingError("a ring that the device may not reach");
        }
        if (!window.pin(used, usedLength())) {
            window.unpin(descriptors, descriptorsLength());
            window.unpin(available, availableLength());
            throw new RingError("a ring that the device may not reach");
        }
    }

    private void check(long address, long length, int alignment) throws RingError {
        if (!memory.contains(address, length) || address % alignment != 0) {
            throw new RingError("a ring at 0x" + Long.toHexString(address));
        }
    }

    /** How many chains the driver offers. */
    int waiting() throws RingError {
        if (!ready) {
            return 0;
        }
        int index = memory.getShort(available + 2) & 0xFFFF;
        VarHandle.acquireFence();
        int count = index - lastAvailable & 0xFFFF;
        if (count > size) {
            throw new RingError(count + " chains in a ring of " + size);
        }
        return count;
    }

    /** Takes the next chain, whose buffers stay pinned until {@link #push} or {@link DescriptorChain#unpin}; null if there is none. */
    DescriptorChain pop() throws RingError {
        if (waiting() == 0) {
            return null;
        }
        int head = memory.getShort(available + RING + 2L * (lastAvailable & size - 1)) & 0xFFFF;
        lastAvailable = lastAvailable + 1 & 0xFFFF;
        long[] addresses = new long[4];
        long[] lengths = new long[4];
        int count = 0;
        int readable = 0;
        for (int index = head, more = NEXT; more != 0; count++) {
            if (index >= size || count == size) {
                throw new RingError(index >= size ? "descriptor " + index : "a chain without end");
            }
            long descriptor = descriptors + (long) index * DESCRIPTOR_SIZE;
            long address = memory.getLong(descriptor);
            long length = memory.getInt(descriptor + 8) & 0xFFFF_FFFFL;
            int flags = memory.getShort(descriptor + 12);
            if (!memory.contains(address, length)) {
                throw new RingError("a buffer outside memory");
            }
            if ((flags & ~(NEXT | WRITE)) != 0) {
                throw new RingError("descriptor flags " + flags);
            }
            if ((flags & WRITE) == 0) {
                if (readable != count) {
                    throw new RingError("a readable buffer after a writable one");
                }
                readable++;
            }
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, count * 2);
                lengths = Arrays.copyOf(lengths, count * 2);
            }
            addresses[count] = address;
            lengths[count] = length;
            more = flags & NEXT;
            index = memory.getShort(descriptor + 14) & 0xFFFF;
        }
        DescriptorChain chain = new DescriptorChain(
                memory, window, head, Arrays.copyOf(addresses, count), Arrays.copyOf(lengths, count), readable);
        if (!chain.pin()) {
            throw new RingError("a buffer that the device may not reach");
        }
        return chain;
    }

    /** Gives a chain back to the driver. */
    void push(DescriptorChain chain) {
        chain.unpin();
        long element = used + RING + (long) USED_ELEMENT * (nextUsed & size - 1);
        memory.putInt(element, chain.head());
        memory.putInt(element + 4, (int) Math.min(chain.written(), Integer.MAX_VALUE));
        VarHandle.releaseFence();
        nextUsed = nextUsed + 1 & 0xFFFF;
        memory.putShort(used + 2, (short) nextUsed);
        VarHandle.fullFence();
        pushed = true;
    }

    /** Whether chains were pushed since the last call, and the driver wants to be told. */
    boolean takeInterrupt() {
        boolean wanted = pushed && (memory.getShort(available) & NO_INTERRUPT) == 0;
        pushed = false;
        return wanted;
    }
}

package dev.kenari.drivers.virtio;

import dev.kenari.kernel.component.ComponentMemory;
import java.lang.invoke.VarHandle;

/**
 * The driver's side of a split virtqueue (the specification, section 2.7) in two frames, descriptors and rings. A request is a chain of buffers and is known by a
 * token, the number of its first descriptor, until the device has used it.
 */
final class VirtioQueue {
    static final int MAX_SIZE = 256;
    static final int NONE = -1;

    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int NO_INTERRUPT = 1;
    private static final int DESCRIPTOR_SIZE = 16;
    /** Where in its frame the used ring is. */
    static final int USED = 1024;
    private static final int RING = 4;
    private static final int USED_ELEMENT = 8;

    private final ComponentMemory memory;
    private final long frame;
    private final long rings;
    private final int size;
    private final Runnable notify;
    private final int[] next;
    private int free;
    private int freeCount;
    private int nextAvailable;
    private int lastUsed;
    private int usedLength;

    /** @param frame for the descriptors, of zeroes, as {@code rings} is */
    VirtioQueue(ComponentMemory memory, long frame, long rings, int size, Runnable notify) {
        this.memory = memory;
        this.frame = frame;
        this.rings = rings;
        this.size = size;
        this.notify = notify;
        this.next = new int[size];
        for (int i = 0; i < size; i++) {
            next[i] = i + 1;
        }
        this.freeCount = size;
    }

    /** Address of the used ring's element {@code index} in the frame {@code rings} of a queue of {@link #MAX_SIZE}. */
    static long usedElement(long rings, int index) {
        return rings + USED + RING + (long) USED_ELEMENT * (index & MAX_SIZE - 1);
    }

    long descriptors() {
        return frame;
    }

    long available() {
        return rings;
    }

    long used() {
        return rings + USED;
    }

    /** Descriptors that no request has. */
    int free() {
        return freeCount;
    }

    /** Offers one buffer. Returns the token; there must be a free descriptor. */
    int add(long address, int length, boolean writable) {
        return add(new long[] {address}, new int[] {length}, writable ? 0 : 1);
    }

    /**
     * Offers a chain of buffers, the first {@code readable} of them for the device to read, the others for it to write. Returns the
     * token; there must be as many free descriptors.
     */
    int add(long[] addresses, int[] lengths, int readable) {
        assert addresses.length <= freeCount : "no free descriptor";
        int head = free;
        for (int i = 0; i < addresses.length; i++) {
            long at = frame + (long) free * DESCRIPTOR_SIZE;
            boolean last = i == addresses.length - 1;
            memory.putLong(at, addresses[i]);
            memory.putInt(at + 8, lengths[i]);
            memory.putShort(at + 12, (short) ((i < readable ? 0 : WRITE) | (last ? 0 : NEXT)));
            memory.putShort(at + 14, (short) (last ? 0 : next[free]));
            free = next[free];
        }
        freeCount -= addresses.length;
        memory.putShort(available() + RING + 2L * (nextAvailable & size - 1), (short) head);
        VarHandle.releaseFence();
        memory.putShort(available() + 2, (short) ++nextAvailable);
        return head;
    }

    /** Tells the device of what was added. */
    void kick() {
        VarHandle.fullFence();
        notify.run();
    }

    /** Token of a request that the device has used, whose descriptors are free again; {@link #NONE} if there is no other. */
    int poll() {
        int index = memory.getShort(used() + 2) & 0xFFFF;
        if (index == (lastUsed & 0xFFFF)) {
            return NONE;
        }
        VarHandle.acquireFence();
        long element = used() + RING + (long) USED_ELEMENT * (lastUsed++ & size - 1);
        int head = memory.getInt(element);
        usedLength = memory.getInt(element + 4);
        release(head);
        return head;
    }

    private void release(int head) {
        int last = head;
        int count = 1;
        while ((memory.getShort(frame + (long) last * DESCRIPTOR_SIZE + 12) & NEXT) != 0) {
            last = next[last];
            count++;
        }
        next[last] = free;
        free = head;
        freeCount += count;
    }

    /** How many bytes the device wrote into the request that {@link #poll} returned last. */
    int usedLength() {
        return usedLength;
    }

    /** Whether the device is to interrupt when it has used a request. A hint: after switching it on, poll again. */
    void setInterrupts(boolean wanted) {
        memory.putShort(available(), (short) (wanted ? 0 : NO_INTERRUPT));
        VarHandle.fullFence();
    }
}

package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;

/**
 * One direction of a console port: a virtqueue whose device uses requests in the order in which they were added. Requests are numbered from 0,
 * wrapping, across the driver's instances; how many the device has used can still be told when both the driver and the queue are gone.
 */
final class PortQueue {
    /** Bytes of the state in the port's kept frame. */
    static final int STATE = 16;

    private static final int LIVE = 0;
    private static final int FIRST = 4;
    private static final int USED_COUNT = 8;
    private static final int USED_INDEX = VirtioQueue.USED + 2;

    private final ComponentMemory memory;
    private final long state;
    private final long frame;
    private final long rings;
    private VirtioQueue queue;
    private int length;

    /**
     * @param state address of {@link #STATE} bytes that outlive the driver
     * @param firstKept number of the first of two kept frames for the queue
     */
    PortQueue(Environment environment, long state, int firstKept) throws Errno {
        this.memory = environment.memory();
        this.state = state;
        this.frame = environment.keptFrame(firstKept);
        this.rings = environment.keptFrame(firstKept + 1);
    }

    /** Number of the request that the device uses next. */
    int usedCount() {
        return memory.getInt(state + USED_COUNT);
    }

    /** Whether the device has used request {@link #usedCount}; then {@link #taken} must follow. */
    boolean used() {
        if (queue != null) {
            boolean any = queue.poll() != VirtioQueue.NONE;
            length = queue.usedLength();
            return any;
        }
        int inQueue = usedCount() - memory.getInt(state + FIRST) & 0xFFFF;
        if (memory.getInt(state + LIVE) == 0 || inQueue == (memory.getShort(rings + USED_INDEX) & 0xFFFF)) {
            return false;
        }
        length = memory.getInt(VirtioQueue.usedElement(rings, inQueue) + 4);
        return true;
    }

    /** Bytes that the device wrote into the request. */
    int length() {
        return length;
    }

    /** What the used request means has been noted. */
    void taken() {
        memory.putInt(state + USED_COUNT, usedCount() + 1);
    }

    /** The device has been reset and {@link #used} says no more of the queue before: an empty one takes its place. */
    void begin(VirtioTransport transport, int index) throws Errno {
        memory.putInt(state + LIVE, 0);
        memory.putInt(state + FIRST, usedCount());
        queue = transport.queue(index, frame, rings);
        memory.putInt(state + LIVE, 1);
    }

    /** Requests that may be added. */
    int free() {
        return queue.free();
    }

    void add(long address, int bytes, boolean writable) {
        queue.add(address, bytes, writable);
    }

    void kick() {
        queue.kick();
    }

    void setInterrupts(boolean wanted) {
        queue.setInterrupts(wanted);
    }
}

package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.mm.Frames;

/** One virtqueue of a disk. Header, range and status of each request lie in a slot of a frame. */
final class BlockQueue {
    private static final int SLOT = 64;
    private static final int RANGE_AT = 16;
    private static final int STATUS_AT = 32;
    private static final int SLOTS = Frames.SIZE / SLOT;
    private static final int HEADER_LENGTH = 16;
    private static final int RANGE_LENGTH = 16;

    private final ComponentMemory memory;
    private final VirtioQueue queue;
    private final long slots;
    private final int[] free = new int[SLOTS];
    private final BlockRequest[] requests = new BlockRequest[VirtioQueue.MAX_SIZE];
    private final int[] slotOf = new int[VirtioQueue.MAX_SIZE];
    private int freeSlots;
    private int status;

    BlockQueue(ComponentMemory memory, VirtioQueue queue) throws Errno {
        this.memory = memory;
        this.queue = queue;
        this.slots = memory.allocateZeroed();
        for (int i = 0; i < SLOTS; i++) {
            free[freeSlots++] = i;
        }
    }

    /** Offers the request to the device unless there is no room. {@link #kick} follows. */
    boolean offer(BlockRequest request) {
        boolean range = request.type == BlockDriver.DISCARD || request.type == BlockDriver.WRITE_ZEROES;
        int buffers = request.segments() + (range ? 3 : 2);
        if (freeSlots == 0 || queue.free() < buffers) {
            return false;
        }
        int slot = free[--freeSlots];
        long at = slots + (long) slot * SLOT;
        memory.putInt(at, request.type);
        memory.putInt(at + 4, 0);
        memory.putLong(at + 8, range || request.type == BlockDriver.FLUSH ? 0 : request.sector());
        long[] addresses = new long[buffers];
        int[] lengths = new int[buffers];
        addresses[0] = at;
        lengths[0] = HEADER_LENGTH;
        int next = 1;
        if (range) {
            memory.putLong(at + RANGE_AT, request.sector());
            memory.putInt(at + RANGE_AT + 8, (int) request.sectors());
            memory.putInt(at + RANGE_AT + 12, 0);
            addresses[next] = at + RANGE_AT;
            lengths[next++] = RANGE_LENGTH;
        }
        for (int i = 0; i < request.segments(); i++) {
            addresses[next] = request.address(i);
            lengths[next++] = request.length(i);
        }
        addresses[next] = at + STATUS_AT;
        lengths[next] = 1;
        boolean reads = request.type == BlockDriver.IN || request.type == BlockDriver.GET_ID;
        int token = queue.add(addresses, lengths, reads ? 1 : next);
        requests[token] = request;
        slotOf[token] = slot;
        return true;
    }

    void kick() {
        queue.kick();
    }

    /** A request that the device has ended, with {@link #status}; null if there is no other. */
    BlockRequest poll() {
        int token = queue.poll();
        if (token == VirtioQueue.NONE) {
            return null;
        }
        status = memory.getByte(slots + (long) slotOf[token] * SLOT + STATUS_AT);
        free[freeSlots++] = slotOf[token];
        BlockRequest request = requests[token];
        requests[token] = null;
        return request;
    }

    int status() {
        return status;
    }
}

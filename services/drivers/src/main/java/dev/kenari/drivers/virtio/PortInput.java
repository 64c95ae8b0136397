package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;

/**
 * What comes into a console port: bytes are known by their position in the stream, and kept until the reader asks for what follows them. A
 * request is a frame; what has arrived and is not yet forgotten outlives the driver.
 */
final class PortInput {
    /** Bytes of the state in the port's kept frame. */
    static final int STATE = PortQueue.STATE + 32 + PortInput.SLOTS * Long.BYTES;

    private static final int FRAMES = 16;
    /** More than {@link #FRAMES}, since the end of the request before is where one begins. */
    private static final int SLOTS = 2 * FRAMES;
    private static final int COUNT = PortQueue.STATE;
    /** Number of the first request that holds bytes not yet forgotten. */
    private static final int FIRST = COUNT + 4;
    /** Position of the first byte that is not forgotten. */
    private static final int POSITION = COUNT + 8;
    /** Of each request, by its number, the position after its last byte. */
    private static final int ENDS = COUNT + 24;

    private final Environment environment;
    private final ComponentMemory memory;
    private final long state;
    private final int firstKept;
    private final PortQueue queue;
    private final long[] frames = new long[FRAMES];

    /**
     * @param state address of {@link #STATE} bytes that outlive the driver
     * @param firstKept number of the first of 2 + 16 kept frames
     */
    PortInput(Environment environment, long state, int firstKept) throws Errno {
        this.environment = environment;
        this.memory = environment.memory();
        this.state = state;
        this.firstKept = firstKept + 2;
        this.queue = new PortQueue(environment, state, firstKept);
    }

    /** Frames in use, a power of two; 0 until input is started. */
    private int count() {
        return memory.getInt(state + COUNT);
    }

    boolean started() {
        return count() > 0;
    }

    private int first() {
        return memory.getInt(state + FIRST);
    }

    private long position() {
        return memory.getLong(state + POSITION);
    }

    private long endAddress(int request) {
        return state + ENDS + (long) (request & SLOTS - 1) * Long.BYTES;
    }

    /** Position after the last byte of {@code request}. */
    private long end(int request) {
        return memory.getLong(endAddress(request));
    }

    private long frame(int request) {
        return frames[request & count() - 1];
    }

    /** The device is new. */
    void begin(VirtioTransport transport, int index) throws Errno {
        fetch();
        queue.begin(transport, index);
        if (!sensible()) {
            environment.warn("virtio_console: what has arrived is lost: its notes make no sense");
            memory.putInt(state + COUNT, 0);
        }
        for (int i = 0; i < count(); i++) {
            frames[i] = environment.keptFrame(firstKept + i);
        }
    }

    private boolean sensible() {
        int full = queue.usedCount() - first();
        if (count() < 0 || count() > FRAMES || Integer.bitCount(count()) > 1 || full < 0 || full > count()) {
            return false;
        }
        for (int request = first(); request != queue.usedCount(); request++) {
            long length = end(request) - end(request - 1);
            if (length < 0 || length > Frames.SIZE) {
                return false;
            }
        }
        return !started() || end(first() - 1) <= position() && position() <= end(queue.usedCount() - 1);
    }

    /** After the device was started: gives it the frames that hold nothing. */
    void resume() {
        for (int request = queue.usedCount(); request != first() + count(); request++) {
            queue.add(frame(request), Frames.SIZE, true);
        }
        queue.kick();
    }

    /** Begins to receive. */
    void start() throws Errno {
        // One is enough; if memory is short, there are no more.
        int count = Integer.highestOneBit(Math.max(1, Math.min(FRAMES, memory.free())));
        for (int i = 0; i < count; i++) {
            frames[i] = environment.keptFrame(firstKept + i);
        }
        memory.putInt(state + FIRST, queue.usedCount());
        memory.putLong(endAddress(queue.usedCount() - 1), position());
        memory.putInt(state + COUNT, count);
        resume();
    }

    private void fetch() {
        while (queue.used()) {
            int request = queue.usedCount();
            memory.putLong(endAddress(request), end(request - 1) + Math.min(Math.max(queue.length(), 0), Frames.SIZE));
            queue.taken();
        }
    }

    /** Whether there is a byte at {@code position}. */
    boolean arrived(long position) {
        fetch();
        return started() && position < end(queue.usedCount() - 1);
    }

    /** At most {@code length} bytes from {@code position} on; what is before is forgotten. EINVAL if it was forgotten. */
    byte[] read(long position, int length) throws Errno {
        if (position < position()) {
            throw Errno.EINVAL;
        }
        if (!arrived(position)) {
            forget(position);
            return new byte[0];
        }
        forget(position);
        byte[] bytes = new byte[(int) Math.min(length, end(queue.usedCount() - 1) - position)];
        int done = 0;
        for (int request = first(); done < bytes.length; request++) {
            long at = position + done;
            int chunk = (int) Math.min(bytes.length - done, end(request) - at);
            memory.read(frame(request) + (at - end(request - 1)), bytes, done, chunk);
            done += chunk;
        }
        return bytes;
    }

    private void forget(long position) {
        memory.putLong(state + POSITION, position);
        boolean kick = false;
        for (int request = first(); request != queue.usedCount() && end(request) <= position; request++) {
            memory.putInt(state + FIRST, request + 1);
            queue.add(frame(request + count()), Frames.SIZE, true);
            kick = true;
        }
        if (kick) {
            queue.kick();
        }
    }
}

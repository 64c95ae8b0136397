package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;

/**
 * What goes out of a console port: bytes are known by their position in the stream. Those that were accepted and have not left are in kept
 * frames, so that an instance of the driver sends what the one before could not.
 */
final class PortOutput {
    /** Bytes of the state in the port's kept frame. */
    static final int STATE = PortQueue.STATE + 32 + VirtioQueue.MAX_SIZE * Long.BYTES;

    private static final int FRAMES = 16;
    private static final int ACCEPTED = PortQueue.STATE;
    private static final int SENT = ACCEPTED + 8;
    private static final int COUNT = SENT + 8;
    /** Of each request, by its number, the position of its end. */
    private static final int ENDS = COUNT + 16;

    private final Environment environment;
    private final ComponentMemory memory;
    private final long state;
    private final int firstKept;
    private final PortQueue queue;
    private final long[] frames = new long[FRAMES];
    private int added;

    /**
     * @param state address of {@link #STATE} bytes that outlive the driver
     * @param firstKept number of the first of 2 + 16 kept frames
     */
    PortOutput(Environment environment, long state, int firstKept) throws Errno {
        this.environment = environment;
        this.memory = environment.memory();
        this.state = state;
        this.firstKept = firstKept + 2;
        this.queue = new PortQueue(environment, state, firstKept);
    }

    private long end(int request) {
        return state + ENDS + (long) (request & VirtioQueue.MAX_SIZE - 1) * Long.BYTES;
    }

    private long accepted() {
        return memory.getLong(state + ACCEPTED);
    }

    private long sent() {
        return memory.getLong(state + SENT);
    }

    private int capacity() {
        return memory.getInt(state + COUNT) * Frames.SIZE;
    }

    private long address(long position) {
        return frames[(int) (position / Frames.SIZE % memory.getInt(state + COUNT))] + position % Frames.SIZE;
    }

    /** The device is new: sends what it had not sent when it was reset. */
    void begin(VirtioTransport transport, int index) throws Errno {
        noteSent();
        queue.begin(transport, index);
        queue.setInterrupts(false);
        added = queue.usedCount();
        long pending = accepted() - sent();
        int count = memory.getInt(state + COUNT);
        if (count < 0 || count > FRAMES || pending < 0 || pending > (long) count * Frames.SIZE) {
            environment.warn("virtio_console: what was to be sent is lost: its notes make no sense");
            memory.putLong(state + SENT, accepted());
            count = 0;
            memory.putInt(state + COUNT, count);
        }
        for (int i = 0; i < count; i++) {
            frames[i] = environment.keptFrame(firstKept + i);
        }
    }

    /** After the device was started. */
    void resume() {
        for (long at = sent(); at < accepted(); ) {
            int chunk = (int) Math.min(Frames.SIZE - at % Frames.SIZE, accepted() - at);
            add(at, chunk);
            at += chunk;
        }
        queue.kick();
    }

    private void add(long position, int chunk) {
        memory.putLong(end(added++), position + chunk);
        queue.add(address(position), chunk, false);
    }

    /** Takes as many of the bytes as there is room for, but for those taken before; returns how many of them it has. ENOMEM. */
    int write(long position, byte[] bytes) throws Errno {
        if (memory.getInt(state + COUNT) == 0) {
            allocate();
        }
        if (position > accepted()) {
            // What was kept has been lost with the instance that kept it.
            memory.putLong(state + SENT, position);
            memory.putLong(state + ACCEPTED, position);
        }
        int taken = (int) Math.min(accepted() - position, bytes.length);
        boolean kick = false;
        while (taken < bytes.length && writable()) {
            long at = accepted();
            int room = (int) Math.min(Frames.SIZE - at % Frames.SIZE, capacity() - (at - sent()));
            int chunk = Math.min(bytes.length - taken, room);
            memory.write(address(at), bytes, taken, chunk);
            memory.putLong(state + ACCEPTED, at + chunk);
            add(at, chunk);
            taken += chunk;
            kick = true;
        }
        if (kick) {
            queue.kick();
        }
        return taken;
    }

    /** As many frames as there are, at least one. */
    private void allocate() throws Errno {
        int count = Math.max(1, Math.min(FRAMES, memory.free()));
        for (int i = 0; i < count; i++) {
            frames[i] = environment.keptFrame(firstKept + i);
        }
        memory.putInt(state + COUNT, count);
    }

    /** Whether a byte can be taken; if not, the device will interrupt. */
    boolean writable() {
        reclaim();
        if (!roomy()) {
            queue.setInterrupts(true);
            reclaim();
        }
        return roomy();
    }

    private boolean roomy() {
        return memory.getInt(state + COUNT) == 0 || queue.free() > 0 && accepted() - sent() < capacity();
    }

    private void reclaim() {
        if (noteSent()) {
            queue.setInterrupts(false);
        }
    }

    private boolean noteSent() {
        boolean any = false;
        while (queue.used()) {
            memory.putLong(state + SENT, memory.getLong(end(queue.usedCount())));
            queue.taken();
            any = true;
        }
        return any;
    }
}

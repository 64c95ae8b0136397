package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import java.io.ByteArrayOutputStream;

/** One port of a virtio console. Buffers are frames, taken when input starts and as output needs them. */
final class Port {
    private static final int RECEIVE_BUFFERS = 16;
    private static final int TRANSMIT_BUFFERS = 64;

    private final ComponentMemory memory;
    private final VirtioQueue receive;
    private final VirtioQueue transmit;
    private final Environment environment;
    private final int changed;
    /** The frame of each request, by token. */
    private final long[] receiving = new long[VirtioQueue.MAX_SIZE];
    private final long[] sending = new long[VirtioQueue.MAX_SIZE];
    private final long[] idle = new long[TRANSMIT_BUFFERS];
    private int idleCount;
    private int transmitBuffers;
    private boolean reading;
    /** What has arrived and is not yet read: part of a frame. */
    private long current;
    private int position;
    private int limit;

    String name = "";
    boolean hostOpen;

    Port(Environment environment, VirtioQueue receive, VirtioQueue transmit) {
        this.environment = environment;
        this.memory = environment.memory();
        this.receive = receive;
        this.transmit = transmit;
        this.changed = environment.newWaitQueue();
        transmit.setInterrupts(false);
    }

    int queueId() {
        return changed;
    }

    void wake() {
        environment.wake(changed);
    }

    /** Begins to receive; returns whether this was the first time. */
    boolean startInput() throws Errno {
        if (reading) {
            return false;
        }
        // One is enough; if memory is short, there are no more.
        int buffers = Math.max(1, Math.min(RECEIVE_BUFFERS, memory.free()));
        for (int i = 0; i < buffers; i++) {
            long frame = memory.allocate();
            receiving[receive.add(frame, Frames.SIZE, true)] = frame;
        }
        reading = true;
        receive.kick();
        return true;
    }

    private boolean fetch() {
        if (position < limit) {
            return true;
        }
        int token = receive.poll();
        if (token == VirtioQueue.NONE) {
            return false;
        }
        current = receiving[token];
        position = 0;
        limit = Math.min(receive.usedLength(), Frames.SIZE);
        return true;
    }

    byte[] read(int length) throws Errno {
        // Asked before looking for bytes: the device tells of the end after the last of them.
        boolean ended = !hostOpen;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(length, RECEIVE_BUFFERS * Frames.SIZE));
        boolean kick = false;
        while (bytes.size() < length && fetch()) {
            byte[] chunk = new byte[Math.min(length - bytes.size(), limit - position)];
            memory.read(current + position, chunk, 0, chunk.length);
            bytes.writeBytes(chunk);
            position += chunk.length;
            if (position == limit) {
                receiving[receive.add(current, Frames.SIZE, true)] = current;
                kick = true;
            }
        }
        if (kick) {
            receive.kick();
        }
        if (bytes.size() == 0 && length > 0 && !ended) {
            throw Errno.EAGAIN;
        }
        return bytes.toByteArray();
    }

    int write(byte[] bytes) throws Errno {
        int taken = 0;
        while (taken < bytes.length && hostOpen && writable()) {
            long frame = idle[--idleCount];
            int chunk = Math.min(bytes.length - taken, Frames.SIZE);
            memory.write(frame, bytes, taken, chunk);
            sending[transmit.add(frame, chunk, false)] = frame;
            taken += chunk;
        }
        if (taken > 0) {
            transmit.kick();
        } else if (!hostOpen) {
            throw Errno.EPIPE;
        } else if (bytes.length > 0) {
            throw Errno.EAGAIN;
        }
        return taken;
    }

    /** Whether there is a frame to send from; if not, the device will interrupt. */
    private boolean writable() throws Errno {
        reclaim();
        if (idleCount == 0 && transmitBuffers < TRANSMIT_BUFFERS && (transmitBuffers == 0 || memory.free() > 0)) {
            idle[idleCount++] = memory.allocate();
            transmitBuffers++;
        }
        if (idleCount == 0) {
            transmit.setInterrupts(true);
            reclaim();
        }
        return idleCount > 0;
    }

    private void reclaim() {
        for (int token = transmit.poll(); token != VirtioQueue.NONE; token = transmit.poll()) {
            idle[idleCount++] = sending[token];
            transmit.setInterrupts(false);
        }
    }

    int poll() throws Errno {
        boolean ended = !hostOpen;
        int events = reading && (fetch() || ended) ? Poll.POLLIN | Poll.POLLRDNORM : 0;
        if (ended) {
            return events | Poll.POLLHUP | (reading ? 0 : Poll.POLLERR);
        }
        return events | (!reading && writable() ? Poll.POLLOUT | Poll.POLLWRNORM : 0);
    }
}

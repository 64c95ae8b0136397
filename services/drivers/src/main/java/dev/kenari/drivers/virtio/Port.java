package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.component.Environment;

/** One port of a virtio console. It receives once input was started, and sends otherwise. */
final class Port {
    /** Numbers of kept frames that a port has: one for its notes, the others for its two directions. */
    static final int KEPT = 64;

    private static final int DIRECTION = 32;

    private final Environment environment;
    private final PortInput input;
    private final PortOutput output;
    private final int changed;

    String name = "";
    boolean hostOpen;

    /** @param firstKept number of the first of {@link #KEPT} kept frames */
    Port(Environment environment, int firstKept) throws Errno {
        this.environment = environment;
        this.changed = environment.newWaitQueue();
        long notes = environment.keptFrame(firstKept);
        this.output = new PortOutput(environment, notes, firstKept + 1);
        this.input = new PortInput(environment, notes + PortOutput.STATE, firstKept + DIRECTION);
    }

    /** Its queues: {@code queue} receives, the one after it transmits. */
    void begin(VirtioTransport transport, int queue) throws Errno {
        input.begin(transport, queue);
        output.begin(transport, queue + 1);
    }

    /** The device was started: goes on where the instance before ended. */
    void resume() {
        if (input.started()) {
            input.resume();
        }
        output.resume();
    }

    int queueId() {
        return changed;
    }

    void wake() {
        environment.wake(changed);
    }

    boolean started() {
        return input.started();
    }

    /** Begins to receive; returns whether this was the first time. */
    boolean startInput() throws Errno {
        if (input.started()) {
            return false;
        }
        input.start();
        return true;
    }

    byte[] read(long position, int length) throws Errno {
        // Asked before looking for bytes: the device tells of the end after the last of them.
        boolean ended = !hostOpen;
        byte[] bytes = input.read(position, length);
        if (bytes.length == 0 && length > 0 && !ended) {
            throw Errno.EAGAIN;
        }
        return bytes;
    }

    int write(long position, byte[] bytes) throws Errno {
        if (!hostOpen) {
            throw Errno.EPIPE;
        }
        int taken = output.write(position, bytes);
        if (taken == 0 && bytes.length > 0) {
            throw Errno.EAGAIN;
        }
        return taken;
    }

    int poll(long position) {
        boolean ended = !hostOpen;
        boolean reading = input.started();
        int events = reading && (input.arrived(position) || ended) ? Poll.POLLIN | Poll.POLLRDNORM : 0;
        if (ended) {
            return events | Poll.POLLHUP | (reading ? 0 : Poll.POLLERR);
        }
        return events | (!reading && output.writable() ? Poll.POLLOUT | Poll.POLLWRNORM : 0);
    }
}

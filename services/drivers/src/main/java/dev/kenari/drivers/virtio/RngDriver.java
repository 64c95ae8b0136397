package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.EntropySource;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sync.WaitQueue;

/** Driver of the entropy device (the specification, section 5.4). */
public final class RngDriver implements EntropySource {
    public static final int ID = 4;

    /** Starts a driver. */
    public static final class Factory implements ComponentFactory<EntropySource> {
        @Override
        public EntropySource start(Environment environment, String[] arguments) throws Errno {
            return new RngDriver(environment);
        }
    }

    private final ComponentMemory memory;
    private final VirtioQueue queue;
    private final long buffer;
    private final WaitQueue done = new WaitQueue();
    private boolean busy;

    public RngDriver(Environment environment) throws Errno {
        VirtioTransport transport = new VirtioTransport(environment);
        this.memory = environment.memory();
        this.buffer = environment.memory().allocateZeroed();
        transport.negotiate(0);
        this.queue = transport.queue(0);
        transport.start(causes -> done.wakeAll());
    }

    @Override
    public byte[] random(int length) throws Errno {
        if (length < 0 || length > Frames.SIZE) {
            throw Errno.EINVAL;
        }
        byte[] bytes = new byte[length];
        for (int have = 0; have < length; ) {
            have += request(bytes, have);
        }
        return bytes;
    }

    private int request(byte[] into, int from) {
        while (busy) {
            done.sleepUninterruptibly();
        }
        busy = true;
        queue.add(buffer, into.length - from, true);
        queue.kick();
        while (queue.poll() == VirtioQueue.NONE) {
            done.sleepUninterruptibly();
        }
        int count = Math.min(queue.usedLength(), into.length - from);
        memory.read(buffer, into, from, count);
        memory.fill(buffer, count, (byte) 0);
        busy = false;
        done.wakeAll();
        return count;
    }
}

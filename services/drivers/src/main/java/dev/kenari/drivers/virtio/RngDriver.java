package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.EntropySource;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.bus.PhysicalMemory;

/** Driver of the entropy device (the specification, section 5.4). */
public final class RngDriver implements EntropySource {
    public static final int ID = 4;

    private final PhysicalMemory memory;
    private final VirtioQueue queue;
    private final long buffer;
    private final WaitQueue done = new WaitQueue();
    private boolean busy;

    public RngDriver(Kernel kernel, VirtioTransport transport) throws Errno {
        this.memory = kernel.frames().memory();
        this.buffer = kernel.frames().allocateZeroed();
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

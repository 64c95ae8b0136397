package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.fuse.Fuse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The file system device (the specification, section 5.11): FUSE requests and their replies, in frames of the kernel's. */
final class FsDevice {
    private static final int REQUESTS = 1;
    private static final int TAG = 36;

    private static final class Pending {
        boolean done;
        int length;
    }

    private final ComponentMemory memory;
    private final VirtioQueue queue;
    private final Pending[] pending = new Pending[VirtioQueue.MAX_SIZE];
    private final WaitQueue done = new WaitQueue();
    private final String tag;
    private long unique;

    FsDevice(Environment environment, VirtioTransport transport) throws Errno {
        this.memory = environment.memory();
        transport.negotiate(0);
        byte[] name = new byte[TAG];
        int length = 0;
        while (length < TAG && (name[length] = (byte) transport.configuration(length, 1)) != 0) {
            length++;
        }
        tag = new String(name, 0, length, StandardCharsets.ISO_8859_1);
        queue = transport.queue(REQUESTS);
        transport.start(causes -> finished());
    }

    String tag() {
        return tag;
    }

    private void finished() {
        for (int token = queue.poll(); token != VirtioQueue.NONE; token = queue.poll()) {
            pending[token].done = true;
            pending[token].length = queue.usedLength();
        }
        done.wakeAll();
    }

    /**
     * Sends a request and sleeps until its reply, of which the body, at most {@code limit} bytes, is returned. What the device
     * refuses is thrown.
     */
    ByteBuffer call(FuseRequest request, int limit) throws Errno {
        byte[] reply = exchange(request, Fuse.OUT_HEADER + limit);
        if (reply.length < Fuse.OUT_HEADER) {
            throw Errno.EIO;
        }
        ByteBuffer in = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN);
        int error = in.getInt(Integer.BYTES);
        if (error != 0) {
            throw Errno.of(-error);
        }
        return in.position(Fuse.OUT_HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Sends a request that has no reply; sleeps until the device has read it. */
    void tell(FuseRequest request) throws Errno {
        exchange(request, 0);
    }

    private byte[] exchange(FuseRequest request, int replyLength) throws Errno {
        byte[] bytes = request.finish(++unique);
        int readable = count(bytes.length);
        long[] buffers = allocate(readable + count(replyLength));
        try {
            int[] lengths = new int[buffers.length];
            spread(bytes.length, lengths, 0);
            spread(replyLength, lengths, readable);
            copyIn(bytes, buffers);
            int used = submit(buffers, lengths, readable);
            return copyOut(buffers, readable, Math.min(used, replyLength));
        } finally {
            for (long frame : buffers) {
                memory.release(frame);
            }
        }
    }

    private static int count(int bytes) {
        return (bytes + Frames.SIZE - 1) / Frames.SIZE;
    }

    private static void spread(int total, int[] lengths, int from) {
        for (int i = from, left = total; left > 0; i++, left -= Frames.SIZE) {
            lengths[i] = Math.min(left, Frames.SIZE);
        }
    }

    private long[] allocate(int count) throws Errno {
        long[] result = new long[count];
        int have = 0;
        try {
            for (; have < count; have++) {
                result[have] = memory.allocate();
            }
            return result;
        } finally {
            // All or none.
            for (int i = 0; have < count && i < have; i++) {
                memory.release(result[i]);
            }
        }
    }

    private void copyIn(byte[] bytes, long[] buffers) {
        for (int at = 0; at < bytes.length; at += Frames.SIZE) {
            memory.write(buffers[at / Frames.SIZE], bytes, at, Math.min(Frames.SIZE, bytes.length - at));
        }
    }

    private int submit(long[] buffers, int[] lengths, int readable) {
        while (queue.free() < buffers.length) {
            done.sleepUninterruptibly();
        }
        Pending mine = new Pending();
        pending[queue.add(buffers, lengths, readable)] = mine;
        queue.kick();
        finished();
        while (!mine.done) {
            done.sleepUninterruptibly();
        }
        return mine.length;
    }

    private byte[] copyOut(long[] buffers, int from, int length) {
        byte[] reply = new byte[length];
        for (int at = 0; at < length; at += Frames.SIZE) {
            memory.read(buffers[from + at / Frames.SIZE], reply, at, Math.min(Frames.SIZE, length - at));
        }
        return reply;
    }
}

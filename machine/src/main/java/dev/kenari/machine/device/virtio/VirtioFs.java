package dev.kenari.machine.device.virtio;

import dev.kenari.machine.HostShare;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.device.share.FuseServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The file system device (the specification, section 5.11): FUSE requests about a host directory, answered on a host thread. There is no
 * DAX window and no notification queue.
 */
public final class VirtioFs extends VirtioDevice {
    static final int ID = 26;
    static final int REQUESTS = 1;

    private static final int QUEUES = 2;
    /** A WRITE of the largest size, with its headers. */
    private static final int MAX_REQUEST = (1 << 20) + 4096;

    private final FuseServer server;
    private final Executor host;
    private final byte[] configuration;
    private int inFlight;
    /** Grows with each reset, so that late answers to earlier requests are known. */
    private int generation;

    /** @param host runs the requests of all shares one after the other */
    public VirtioFs(PhysicalMemory memory, HostShare share, FuseServer server, Executor host) {
        super(ID, memory, QUEUES);
        this.server = server;
        this.host = host;
        byte[] tag = share.tag().getBytes(StandardCharsets.US_ASCII);
        configuration = Arrays.copyOf(tag, HostShare.MAX_TAG + Integer.BYTES);
        configuration[HostShare.MAX_TAG] = QUEUES - REQUESTS;
    }

    @Override
    byte[] configuration() {
        return configuration;
    }

    @Override
    void reset() {
        inFlight = 0;
        generation++;
    }

    @Override
    void notified(int index) throws RingError {
        Virtqueue queue = queue(index);
        for (int n = queue.waiting(); n > 0; n--) {
            DescriptorChain chain = queue.pop();
            if (chain.readableBytes() > MAX_REQUEST) {
                throw chain.refused("a request of " + chain.readableBytes() + " bytes");
            }
            if (++inFlight > QUEUES * Virtqueue.MAX_SIZE) {
                throw chain.refused("more requests than descriptors");
            }
            byte[] request = new byte[(int) chain.readableBytes()];
            chain.read(request, 0, request.length);
            int current = generation;
            int room = (int) Math.min(chain.writableBytes(), MAX_REQUEST);
            host.execute(() -> serve(queue, chain, request, room, current));
        }
    }

    private void serve(Virtqueue queue, DescriptorChain chain, byte[] request, int room, int asked) {
        byte[] reply = FuseServer.failure(request);
        try {
            reply = server.answer(request, room);
        } finally {
            finish(queue, chain, reply, asked);
        }
    }

    private void finish(Virtqueue queue, DescriptorChain chain, byte[] reply, int asked) {
        whileRunning(() -> {
            if (generation == asked) {
                inFlight--;
                chain.write(reply, 0, reply.length);
                queue.push(chain);
            }
        });
        chain.unpin();
    }
}

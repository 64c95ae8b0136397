package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.DiskStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The block device (the specification, section 5.2): a disk whose requests run on host threads, in no particular order, and end with an
 * interrupt. Data moves between the store and guest memory without the device's monitor being held.
 */
public final class VirtioBlk extends VirtioDevice {
    static final int ID = 2;

    static final int IN = 0;
    static final int OUT = 1;
    static final int FLUSH = 4;
    static final int GET_ID = 8;
    static final int DISCARD = 11;
    static final int WRITE_ZEROES = 13;

    static final int OK = 0;
    static final int IO_ERROR = 1;
    static final int UNSUPPORTED = 2;

    static final long SEG_MAX = 1 << 2;
    static final long RO = 1 << 5;
    static final long BLK_SIZE = 1 << 6;
    static final long HAS_FLUSH = 1 << 9;
    static final long TOPOLOGY = 1 << 10;
    static final long MQ = 1 << 12;
    static final long HAS_DISCARD = 1 << 13;
    static final long HAS_WRITE_ZEROES = 1 << 14;

    private static final int HEADER = 16;
    private static final int RANGE = 16;
    private static final int ID_LENGTH = 20;
    private static final int CONFIGURATION = 60;
    private static final int PAGE_EXPONENT = 3;
    /** Descriptors of the largest request, header and status included: what a queue holds. */
    private static final int MAX_SEGMENTS = Virtqueue.MAX_SIZE - 2;
    private static final int MAX_TRANSFER = 1 << 20;
    private static final int MAX_RANGES = 16;
    private static final int MAX_RANGE_SECTORS = 1 << 21;

    private final DiskStore store;
    private final Executor host;
    private final byte[] serial;
    private final byte[] configuration;
    private int inFlight;
    /** Grows with each reset, so that the ends of earlier requests are known. */
    private int generation;

    /**
     * @param serial at most 20 bytes of ASCII
     * @param queueCount at least 1
     * @param host runs the requests
     */
    public VirtioBlk(PhysicalMemory memory, DiskStore store, String serial, int queueCount, Executor host) {
        super(ID, memory, queueCount);
        this.store = store;
        this.host = host;
        this.serial = Arrays.copyOf(serial.getBytes(StandardCharsets.US_ASCII), ID_LENGTH);
        this.configuration = configuration(queueCount);
    }

    private byte[] configuration(int queues) {
        ByteBuffer c = ByteBuffer.allocate(CONFIGURATION).order(ByteOrder.LITTLE_ENDIAN);
        c.putLong(0, store.size() / DiskStore.SECTOR);
        c.putInt(12, MAX_SEGMENTS);
        c.putInt(20, DiskStore.SECTOR);
        c.put(24, (byte) PAGE_EXPONENT);
        c.putShort(34, (short) queues);
        c.putInt(36, store.discards() ? MAX_RANGE_SECTORS : 0);
        c.putInt(40, MAX_RANGES);
        c.putInt(44, 1);
        c.putInt(48, MAX_RANGE_SECTORS);
        c.putInt(52, MAX_RANGES);
        return c.put(56, (byte) 1).array();
    }

    @Override
    long features() {
        long changes = store.readOnly() ? RO : HAS_WRITE_ZEROES | (store.discards() ? HAS_DISCARD : 0);
        return SEG_MAX | BLK_SIZE | HAS_FLUSH | TOPOLOGY | MQ | changes;
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
            if (chain.readableBytes() < HEADER || chain.writableBytes() < 1) {
                throw chain.refused("a request without a header or a status");
            }
            if (++inFlight > queueCount() * Virtqueue.MAX_SIZE) {
                throw chain.refused("more requests than descriptors");
            }
            int current = generation;
            host.execute(() -> serve(queue, chain, current));
        }
    }

    private void serve(Virtqueue queue, DescriptorChain chain, int asked) {
        int status = IO_ERROR;
        try {
            status = run(chain);
        } catch (IOException e) {
            // What the host could not do is the request's I/O error.
            status = IO_ERROR;
        } finally {
            byte end = (byte) status;
            whileRunning(() -> {
                if (generation == asked) {
                    inFlight--;
                    chain.writeLast(end);
                    queue.push(chain);
                }
            });
            chain.unpin();
        }
    }

    private int run(DescriptorChain chain) throws IOException {
        byte[] bytes = new byte[HEADER];
        chain.read(bytes, 0, HEADER);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long sector = header.getLong(8);
        return switch (header.getInt(0)) {
            case IN -> transfer(chain, sector, chain.writableBytes() - 1, false);
            case OUT -> transfer(chain, sector, chain.readableBytes(), true);
            case FLUSH -> {
                store.flush();
                yield OK;
            }
            case GET_ID -> {
                chain.write(serial, 0, (int) Math.min(ID_LENGTH, chain.writableBytes() - 1));
                yield OK;
            }
            case DISCARD -> ranges(chain, true);
            case WRITE_ZEROES -> ranges(chain, false);
            default -> UNSUPPORTED;
        };
    }

    private int transfer(DescriptorChain chain, long sector, long length, boolean write) throws IOException {
        if (length % DiskStore.SECTOR != 0 || length > MAX_TRANSFER || outside(sector, length / DiskStore.SECTOR)) {
            return IO_ERROR;
        }
        if (write && store.readOnly()) {
            return IO_ERROR;
        }
        long offset = sector * DiskStore.SECTOR;
        ByteBuffer whole = chain.contiguous(write, (int) length);
        if (whole != null) {
            move(offset, whole, write);
            chain.wrote(write ? 0 : length);
        } else if (write) {
            byte[] bytes = new byte[(int) length];
            chain.read(bytes, 0, bytes.length);
            store.write(offset, ByteBuffer.wrap(bytes));
        } else {
            byte[] bytes = new byte[(int) length];
            store.read(offset, ByteBuffer.wrap(bytes));
            chain.write(bytes, 0, bytes.length);
        }
        return OK;
    }

    private void move(long offset, ByteBuffer buffer, boolean write) throws IOException {
        if (write) {
            store.write(offset, buffer);
        } else {
            store.read(offset, buffer);
        }
    }

    private int ranges(DescriptorChain chain, boolean discard) throws IOException {
        long length = chain.readableBytes();
        if (length == 0 || length % RANGE != 0 || length > (long) RANGE * MAX_RANGES || store.readOnly()) {
            return IO_ERROR;
        }
        if (discard && !store.discards()) {
            return UNSUPPORTED;
        }
        byte[] bytes = new byte[(int) length];
        chain.read(bytes, 0, bytes.length);
        for (ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); in.hasRemaining(); ) {
            long sector = in.getLong();
            long sectors = Integer.toUnsignedLong(in.getInt());
            int flags = in.getInt();
            if ((flags & (discard ? -1 : ~1)) != 0) {
                return UNSUPPORTED;
            }
            if (sectors > MAX_RANGE_SECTORS || outside(sector, sectors)) {
                return IO_ERROR;
            }
            if (discard) {
                store.discard(sector * DiskStore.SECTOR, sectors * DiskStore.SECTOR);
            } else {
                store.writeZeroes(sector * DiskStore.SECTOR, sectors * DiskStore.SECTOR);
            }
        }
        return OK;
    }

    private boolean outside(long sector, long sectors) {
        long all = store.size() / DiskStore.SECTOR;
        return sector < 0 || sector > all || sectors > all - sector;
    }
}

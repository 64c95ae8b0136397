package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockStatistics;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.Stateful;
import dev.kenari.kernel.mm.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtio disk (the specification, section 5.2). Requests wait in a scheduler, go to the virtqueue of the hart that asks, and
 * end in the device's interrupt, which wakes the task that waits.
 */
public final class BlockDriver implements BlockDevice, Stateful {
    public static final int ID = 2;

    /** Starts a driver; the argument is what /dev is to call its disk. */
    public static final class Factory implements ComponentFactory<BlockDevice> {
        @Override
        public BlockDevice start(Environment environment, String[] arguments) throws Errno {
            return new BlockDriver(environment, arguments[0]);
        }
    }

    static final int IN = 0;
    static final int OUT = 1;
    static final int FLUSH = 4;
    static final int GET_ID = 8;
    static final int DISCARD = 11;
    static final int WRITE_ZEROES = 13;

    private static final long RO = 1 << 5;
    private static final long BLK_SIZE = 1 << 6;
    private static final long HAS_FLUSH = 1 << 9;
    private static final long TOPOLOGY = 1 << 10;
    private static final long MQ = 1 << 12;
    private static final long HAS_DISCARD = 1 << 13;
    private static final long HAS_WRITE_ZEROES = 1 << 14;

    private static final int UNSUPPORTED = 2;
    private static final int ID_LENGTH = 20;
    private static final int MAX_SECTORS = BlockRequest.MAX_BYTES / SECTOR;

    private final Environment environment;
    private final ComponentMemory memory;
    private final String name;
    private final long features;
    private final long sectors;
    private final BlockLimits limits;
    private final List<BlockQueue> queues = new ArrayList<>();
    private final DeadlineScheduler scheduler = new DeadlineScheduler();
    private final BlockAccounting accounting = new BlockAccounting();
    private long sequence;

    /** Sleeps. @param name as /dev is to call it */
    public BlockDriver(Environment environment, String name) throws Errno {
        this.environment = environment;
        this.memory = environment.memory();
        this.name = name;
        VirtioTransport transport = new VirtioTransport(environment);
        long useful = RO | BLK_SIZE | HAS_FLUSH | TOPOLOGY | MQ | HAS_DISCARD | HAS_WRITE_ZEROES;
        features = transport.negotiateAny(useful);
        sectors = transport.configuration(0, Long.BYTES);
        int count = has(MQ) ? (int) transport.configuration(34, Short.BYTES) : 1;
        for (int i = 0; i < count; i++) {
            queues.add(new BlockQueue(memory, transport.queue(i)));
        }
        transport.start(causes -> {
            if (reap()) {
                dispatch();
            }
        });
        limits = limits(transport);
        accounting.resume(environment.inherited());
    }

    /** What /proc/diskstats has counted. */
    @Override
    public long[] handOver() {
        return accounting.state(environment.now());
    }

    private boolean has(long feature) {
        return (features & feature) != 0;
    }

    private BlockLimits limits(VirtioTransport transport) throws Errno {
        int logical = has(BLK_SIZE) ? (int) transport.configuration(20, Integer.BYTES) : SECTOR;
        int exponent = has(TOPOLOGY) ? (int) transport.configuration(24, 1) : 0;
        long discard = has(HAS_DISCARD) ? transport.configuration(36, Integer.BYTES) : 0;
        long zeroes = has(HAS_WRITE_ZEROES) ? transport.configuration(48, Integer.BYTES) : 0;
        return new BlockLimits(logical, logical << exponent, has(HAS_FLUSH), discard, zeroes, serial());
    }

    private String serial() throws Errno {
        long frame = memory.allocateZeroed();
        try {
            BlockRequest.Batch batch = new BlockRequest.Batch();
            BlockRequest request = request(BlockStatistics.READ, GET_ID, 0, 0, batch);
            byte[] id = new byte[ID_LENGTH];
            request.append(frame, ID_LENGTH);
            add(request);
            dispatch();
            batch.await();
            memory.read(frame, id, 0, ID_LENGTH);
            int length = 0;
            while (length < ID_LENGTH && id[length] != 0) {
                length++;
            }
            return new String(id, 0, length, StandardCharsets.ISO_8859_1);
        } finally {
            memory.release(frame);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public boolean readOnly() {
        return has(RO);
    }

    @Override
    public BlockLimits limits() {
        return limits;
    }

    @Override
    public BlockStatistics statistics() {
        return accounting.at(environment.now());
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        byte[] bytes = new byte[length];
        long[] buffers = allocate(length);
        try {
            move(false, sector, length, buffers);
            for (int at = 0; at < length; at += Frames.SIZE) {
                memory.read(buffers[at / Frames.SIZE], bytes, at, Math.min(Frames.SIZE, length - at));
            }
            return bytes;
        } finally {
            release(buffers);
        }
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        List<long[]> all = new ArrayList<>();
        List<BlockTransfer> transfers = new ArrayList<>();
        try {
            for (BlockWrite write : writes) {
                byte[] bytes = write.bytes();
                long[] buffers = allocate(bytes.length);
                all.add(buffers);
                for (int at = 0; at < bytes.length; at += Frames.SIZE) {
                    int chunk = Math.min(Frames.SIZE, bytes.length - at);
                    memory.write(buffers[at / Frames.SIZE], bytes, at, chunk);
                    transfers.add(new BlockTransfer(
                            true, write.sector() + at / SECTOR, buffers[at / Frames.SIZE], chunk));
                }
            }
            transfer(transfers);
        } finally {
            all.forEach(this::release);
        }
    }

    private void move(boolean write, long sector, int length, long[] buffers) throws Errno {
        List<BlockTransfer> transfers = new ArrayList<>();
        for (int at = 0; at < length; at += Frames.SIZE) {
            int chunk = Math.min(Frames.SIZE, length - at);
            transfers.add(new BlockTransfer(write, sector + at / SECTOR, buffers[at / Frames.SIZE], chunk));
        }
        transfer(transfers);
    }

    private long[] allocate(int bytes) throws Errno {
        long[] result = new long[(bytes + Frames.SIZE - 1) / Frames.SIZE];
        boolean done = false;
        try {
            for (int i = 0; i < result.length; i++) {
                result[i] = memory.allocate();
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                release(result);
            }
        }
    }

    /** @param buffers 0 where there is none */
    private void release(long[] buffers) {
        for (long frame : buffers) {
            if (frame != 0) {
                memory.release(frame);
            }
        }
    }

    private BlockRequest request(int kind, int type, long sector, long count, BlockRequest.Batch batch) {
        return new BlockRequest(kind, type, sector, count, sequence++, environment.now(), batch);
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        for (BlockTransfer t : transfers) {
            check(t.write(), t.sector(), t.length() / SECTOR);
            if (t.length() <= 0 || t.length() % SECTOR != 0 || !memory.contains(t.address(), t.length())) {
                throw Errno.EINVAL;
            }
        }
        BlockRequest.Batch batch = new BlockRequest.Batch();
        for (BlockTransfer t : transfers) {
            for (int at = 0; at < t.length(); at += BlockRequest.MAX_BYTES) {
                int chunk = Math.min(BlockRequest.MAX_BYTES, t.length() - at);
                int kind = t.write() ? BlockStatistics.WRITE : BlockStatistics.READ;
                long sector = t.sector() + at / SECTOR;
                BlockRequest request = request(kind, t.write() ? OUT : IN, sector, chunk / SECTOR, batch);
                request.append(t.address() + at, chunk);
                add(request);
            }
        }
        dispatch();
        batch.await();
    }

    private void check(boolean changes, long sector, long count) throws Errno {
        if (changes && readOnly()) {
            throw Errno.EROFS;
        }
        if (sector < 0 || count < 0 || sector > sectors || count > sectors - sector) {
            throw Errno.EIO;
        }
    }

    @Override
    public void flush() throws Errno {
        if (!has(HAS_FLUSH)) {
            return;
        }
        BlockRequest.Batch batch = new BlockRequest.Batch();
        add(request(BlockStatistics.FLUSH, FLUSH, 0, 0, batch));
        dispatch();
        batch.await();
    }

    @Override
    public void discard(long sector, long count) throws Errno {
        ranges(DISCARD, limits.discardSectors(), sector, count);
    }

    @Override
    public void writeZeroes(long sector, long count) throws Errno {
        ranges(WRITE_ZEROES, limits.zeroesSectors(), sector, count);
    }

    private void ranges(int type, long most, long sector, long count) throws Errno {
        check(true, sector, count);
        if (most == 0) {
            throw Errno.EOPNOTSUPP;
        }
        BlockRequest.Batch batch = new BlockRequest.Batch();
        int kind = type == DISCARD ? BlockStatistics.DISCARD : BlockStatistics.WRITE;
        for (long at = 0; at < count; at += most) {
            BlockRequest request = request(kind, type, sector + at, Math.min(most, count - at), batch);
            add(request);
        }
        dispatch();
        batch.await();
    }

    private void add(BlockRequest request) {
        accounting.submitted(request.submitted);
        accounting.merged(request.kind, scheduler.add(request));
    }

    /** Gives the device what waits, as far as it has room. */
    private void dispatch() {
        BlockQueue queue = queues.get(environment.hart() % queues.size());
        while (offer(queue)) {
            queue.kick();
            if (!reap()) {
                return;
            }
        }
    }

    private boolean offer(BlockQueue queue) {
        long now = environment.now();
        boolean offered = false;
        BlockRequest next = scheduler.next(now);
        while (next != null && queue.offer(next)) {
            scheduler.taken(next);
            offered = true;
            next = scheduler.next(now);
        }
        return offered;
    }

    /** Ends what the device has done; returns whether there was anything: then there is room for what waits. */
    private boolean reap() {
        boolean any = false;
        long now = environment.now();
        for (BlockQueue queue : queues) {
            for (BlockRequest request = queue.poll(); request != null; request = queue.poll()) {
                accounting.ended(request, now);
                int status = queue.status();
                request.end(status == 0 ? null : status == UNSUPPORTED ? Errno.EOPNOTSUPP : Errno.EIO);
                any = true;
            }
        }
        return any;
    }
}

package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockStatistics;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One request to a disk: contiguous sectors, and the pieces of memory that they move from or to. Several callers' may be merged in it. */
final class BlockRequest {
    /** Bytes of the largest request. */
    static final int MAX_BYTES = 1 << 19;

    static final int MAX_SEGMENTS = 128;

    /** What one caller waits for. */
    static final class Batch {
        private final WaitQueue ended = new WaitQueue();
        private int remaining;
        private Errno error;

        void await() throws Errno {
            while (remaining > 0) {
                ended.sleepUninterruptibly();
            }
            if (error != null) {
                throw error;
            }
        }
    }

    /** As in {@link BlockStatistics}. */
    final int kind;

    final int type;
    final long sequence;
    final long submitted;
    private final List<Batch> batches = new ArrayList<>(1);
    private long sector;
    private long sectors;
    private long[] addresses = new long[4];
    private int[] lengths = new int[4];
    private int segments;

    BlockRequest(int kind, int type, long sector, long sectors, long sequence, long submitted, Batch batch) {
        this.kind = kind;
        this.type = type;
        this.sector = sector;
        this.sectors = sectors;
        this.sequence = sequence;
        this.submitted = submitted;
        join(batch);
    }

    /** A place in the order of sectors, before every request there. */
    static BlockRequest at(long sector) {
        return new BlockRequest(0, 0, sector, 0, -1, 0, new Batch());
    }

    private void join(Batch batch) {
        batches.add(batch);
        batch.remaining++;
    }

    long sector() {
        return sector;
    }

    long sectors() {
        return sectors;
    }

    long end() {
        return sector + sectors;
    }

    int segments() {
        return segments;
    }

    long address(int segment) {
        return addresses[segment];
    }

    int length(int segment) {
        return lengths[segment];
    }

    void append(long address, int length) {
        if (segments > 0 && addresses[segments - 1] + lengths[segments - 1] == address) {
            lengths[segments - 1] += length;
            return;
        }
        if (segments == addresses.length) {
            addresses = Arrays.copyOf(addresses, segments * 2);
            lengths = Arrays.copyOf(lengths, segments * 2);
        }
        addresses[segments] = address;
        lengths[segments++] = length;
    }

    /** Takes over a request that goes on where this one ends, if one request can hold both. */
    boolean absorb(BlockRequest next) {
        boolean fits = segments + next.segments <= MAX_SEGMENTS
                && (sectors + next.sectors) * BlockDevice.SECTOR <= MAX_BYTES;
        if (next.type != type || next.sector != end() || !fits) {
            return false;
        }
        for (int i = 0; i < next.segments; i++) {
            append(next.addresses[i], next.lengths[i]);
        }
        sectors += next.sectors;
        batches.addAll(next.batches);
        return true;
    }

    /** @param error null if it was done */
    void end(Errno error) {
        for (Batch batch : batches) {
            batch.error = batch.error == null ? error : batch.error;
            if (--batch.remaining == 0) {
                batch.ended.wakeAll();
            }
        }
    }
}

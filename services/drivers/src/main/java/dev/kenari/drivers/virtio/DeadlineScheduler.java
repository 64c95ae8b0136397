package dev.kenari.drivers.virtio;

import dev.kenari.drivers.BlockStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which request a disk gets next, as with Linux's mq-deadline: in the order of sectors, reads before writes, but none waits beyond its
 * deadline, and writes are passed over twice at most. Neighbours are merged while they wait.
 */
final class DeadlineScheduler {
    private static final long[] EXPIRY_NANOS = {500_000_000L, 5_000_000_000L};
    private static final int BATCH = 16;
    private static final int WRITES_STARVED = 2;

    /** Requests of one direction: in the order of sectors, and of arrival. */
    private static final class Waiting {
        final TreeSet<BlockRequest> bySector = new TreeSet<>(Waiting::compare);
        final Set<BlockRequest> byArrival = new LinkedHashSet<>();
        long position;

        private static int compare(BlockRequest a, BlockRequest b) {
            int bySector = Long.compare(a.sector(), b.sector());
            return bySector != 0 ? bySector : Long.compare(a.sequence, b.sequence);
        }

        boolean isEmpty() {
            return bySector.isEmpty();
        }

        /** Adds it to, or as, a request; returns how many requests were merged away. */
        int add(BlockRequest request) {
            BlockRequest before = bySector.lower(request);
            BlockRequest all = before != null && before.absorb(request) ? before : request;
            int merged = all == before ? 1 : 0;
            BlockRequest after = bySector.higher(all);
            if (after != null && all.absorb(after)) {
                remove(after);
                merged++;
            }
            if (all == request) {
                bySector.add(request);
                byArrival.add(request);
            }
            return merged;
        }

        void remove(BlockRequest request) {
            bySector.remove(request);
            byArrival.remove(request);
        }

        /** The next one upwards, or again from the start. */
        BlockRequest next() {
            BlockRequest upwards = bySector.ceiling(BlockRequest.at(position));
            return upwards == null ? bySector.first() : upwards;
        }
    }

    private final Waiting[] waiting = {new Waiting(), new Waiting()};
    /** Flushes and the like, which are not sorted. */
    private final Deque<BlockRequest> others = new ArrayDeque<>();

    private int direction = BlockStatistics.READ;
    private int left;
    private int starved;

    /** Returns how many requests were merged away. */
    int add(BlockRequest request) {
        if (request.kind > BlockStatistics.WRITE) {
            others.add(request);
            return 0;
        }
        return waiting[request.kind].add(request);
    }

    /** What to give the disk next; null if nothing waits. It waits until {@link #taken}. */
    BlockRequest next(long now) {
        if (!others.isEmpty()) {
            return others.peek();
        }
        if (waiting[0].isEmpty() && waiting[1].isEmpty()) {
            return null;
        }
        if (left == 0 || waiting[direction].isEmpty()) {
            turn();
        }
        BlockRequest oldest = waiting[direction].byArrival.iterator().next();
        return now - oldest.submitted >= EXPIRY_NANOS[direction] ? oldest : waiting[direction].next();
    }

    private void turn() {
        boolean write = waiting[0].isEmpty() || !waiting[1].isEmpty() && starved >= WRITES_STARVED;
        starved = write ? 0 : waiting[1].isEmpty() ? 0 : starved + 1;
        direction = write ? BlockStatistics.WRITE : BlockStatistics.READ;
        left = BATCH;
    }

    /** The disk has the request that {@link #next} gave. */
    void taken(BlockRequest request) {
        if (request.kind > BlockStatistics.WRITE) {
            others.remove(request);
            return;
        }
        waiting[request.kind].remove(request);
        waiting[request.kind].position = request.end();
        left--;
    }
}

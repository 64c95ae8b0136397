package dev.kenari.drivers.virtio;

import dev.kenari.drivers.BlockStatistics;
import java.util.Arrays;

/** Counts a disk's requests. */
final class BlockAccounting {
    private final long[] counts = new long[BlockStatistics.KINDS * BlockStatistics.FIELDS];
    private int inFlight;
    private long since;
    private long busy;
    private long weighted;

    /** All that was counted so far, for {@link #resume}. */
    long[] state(long now) {
        advance(now);
        long[] state = Arrays.copyOf(counts, counts.length + 2);
        state[counts.length] = busy;
        state[counts.length + 1] = weighted;
        return state;
    }

    /** Goes on from {@code state}; from nothing if it is empty. */
    void resume(long[] state) {
        if (state.length == counts.length + 2) {
            System.arraycopy(state, 0, counts, 0, counts.length);
            busy = state[counts.length];
            weighted = state[counts.length + 1];
        }
    }

    private void advance(long now) {
        busy += inFlight > 0 ? now - since : 0;
        weighted += inFlight * (now - since);
        since = now;
    }

    private void count(int kind, int field, long by) {
        counts[kind * BlockStatistics.FIELDS + field] += by;
    }

    void submitted(long now) {
        advance(now);
        inFlight++;
    }

    void merged(int kind, int requests) {
        count(kind, BlockStatistics.MERGED, requests);
        inFlight -= requests;
    }

    void ended(BlockRequest request, long now) {
        advance(now);
        inFlight--;
        count(request.kind, BlockStatistics.ENDED, 1);
        count(request.kind, BlockStatistics.SECTORS, request.sectors());
        count(request.kind, BlockStatistics.NANOS, now - request.submitted);
    }

    BlockStatistics at(long now) {
        advance(now);
        return new BlockStatistics(counts.clone(), inFlight, busy, weighted);
    }
}

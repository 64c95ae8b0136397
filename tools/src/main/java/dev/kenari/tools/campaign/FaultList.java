package dev.kenari.tools.campaign;

import dev.kenari.kernel.fault.Fault;
import dev.kenari.kernel.fault.FaultKind;

/** The faults of a campaign, by number: the same in every design. */
final class FaultList {
    private static final FaultKind[] KINDS = FaultKind.values();
    /** The workload makes about as many calls, and interrupts, and transfers, of the disk's driver. */
    private static final int SITES = 2 * Workload.BLOCKS;

    private final long seed;

    FaultList(long seed) {
        this.seed = seed;
    }

    /** The kinds take turns; the site follows from seed and number. */
    Fault get(int number) {
        long mixed = mix(seed + number);
        long at = 1 + Long.remainderUnsigned(mixed, SITES);
        return new Fault("virtio_blk/vda", KINDS[number % KINDS.length], mixed >>> 16, at);
    }

    private static long mix(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        return z ^ z >>> 31;
    }
}

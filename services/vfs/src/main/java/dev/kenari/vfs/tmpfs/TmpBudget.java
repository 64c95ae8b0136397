package dev.kenari.vfs.tmpfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;

/**
 * How much of the kernel's own memory all tmpfs together may take: for nodes, names, link targets and extended attributes. What an
 * image brings is not counted.
 */
public final class TmpBudget {
    /** What a node and its name cost, roughly, here and in the vfs's caches. */
    private static final int NODE_BYTES = 1024;

    private static final long LEAST = 64L << 20;
    private static final long MOST = 256L << 20;

    private final long limit;
    private long used;

    private TmpBudget(long limit) {
        this.limit = limit;
    }

    /** An eighth of what the programs' memory is, within bounds. */
    public static TmpBudget of(Frames frames) {
        return new TmpBudget(Math.clamp((long) frames.total() * Frames.SIZE / 8, LEAST, MOST));
    }

    static long node(String target) {
        return NODE_BYTES + (target == null ? 0 : target.length());
    }

    /** @throws Errno ENOSPC */
    void take(long bytes) throws Errno {
        if (used + bytes > limit) {
            throw Errno.ENOSPC;
        }
        used += bytes;
    }

    void give(long bytes) {
        used -= bytes;
    }

    /** How many nodes it allows in all. */
    long nodes() {
        return limit / NODE_BYTES;
    }

    long freeNodes() {
        return (limit - used) / NODE_BYTES;
    }
}

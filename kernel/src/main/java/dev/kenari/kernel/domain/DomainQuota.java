package dev.kenari.kernel.domain;

/**
 * What a domain may use before it counts as faulty.
 *
 * @param slices polls, in units of {@link DomainBudget#POLLS_A_SLICE}, within one request: what a hang uses up
 * @param heapBytes of live Java objects, within a few per cent: they are sampled
 * @param stackWords of Java stack in one task, in 8 byte words of interpreted frames
 */
public record DomainQuota(int slices, long heapBytes, int stackWords) {
    /** For a service of this tree: some seconds of work in one request, 64 MiB, a stack of 256 KiB. */
    public static final DomainQuota DEFAULT = new DomainQuota(1 << 16, 64L << 20, 1 << 15);
}

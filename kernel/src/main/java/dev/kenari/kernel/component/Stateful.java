package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/**
 * A component that has something to hand over to the version of it that takes its place, see {@link DomainComponent#update}. What survives
 * an instance's failure anyway, in the kernel or on a disk, is no part of it.
 */
public interface Stateful {
    /** What {@link Environment#inherited} gives the next version. No request is under way, and none comes after this. */
    long[] handOver() throws Errno;
}

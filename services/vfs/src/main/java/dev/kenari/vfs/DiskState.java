package dev.kenari.vfs;

import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockStatistics;

/**
 * A block device as /proc and /sys show it.
 *
 * @param number {@link DeviceNumber}
 * @param disk name of the disk that it is a partition of; its own name if it is a disk
 * @param partition from 1; 0 for a disk
 * @param start of a partition on its disk, in sectors
 * @param backing of a loop device its file; else empty
 * @param backingOffset in that file, in bytes
 * @param autoclear whether a loop device lets go of its file with its last user
 */
public record DiskState(
        String name,
        long number,
        String disk,
        int partition,
        long start,
        long sectors,
        boolean readOnly,
        BlockLimits limits,
        BlockStatistics statistics,
        String backing,
        long backingOffset,
        boolean autoclear) {}

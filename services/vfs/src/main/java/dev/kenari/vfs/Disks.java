package dev.kenari.vfs;

import dev.kenari.kernel.component.Protocol;
import java.util.List;

/** The block devices, and what keeps their content when the system ends. */
@Protocol
public interface Disks {
    /** All block devices in the order of their numbers, each disk before its partitions. */
    List<DiskState> disks();

    /** The drivers of block devices, as /proc/devices lists them. */
    List<String> drivers();

    /** The end of the system: every file system on a disk becomes stable and clean, and read-only. What fails is logged. Sleeps. */
    void shutDown();
}

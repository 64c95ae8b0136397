package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.module.ModuleReference;

/** The block devices for those who drive them: what loadable modules call. Wiring, not a protocol. */
public interface BlockDrivers {
    /**
     * Takes a major number, which {@code /proc/devices} shows.
     *
     * @param major 0 for the highest free one below 255
     * @return the number. EBUSY
     */
    int registerMajor(int major, String name) throws Errno;

    void unregisterMajor(int major);

    /**
     * A new disk, which gets its number, its name in /dev and, where there is room for them, its partitions. Sleeps.
     *
     * @param number {@link DeviceNumber}
     * @param minors numbers of the disk: itself and its partitions
     * @param owner is held while the disk is in use
     */
    void add(BlockDevice disk, long number, int minors, ModuleReference owner) throws Errno;

    /** Takes a disk away, with its partitions; whoever has it open gets errors from now on. */
    void remove(BlockDevice disk);
}

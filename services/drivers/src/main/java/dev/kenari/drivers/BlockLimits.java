package dev.kenari.drivers;

/**
 * What a block device can do, beyond its size (virtio, section 5.2.4; sysfs-block).
 *
 * @param logicalBlock bytes of the smallest transfer: 512, or a power of two up to 4096
 * @param physicalBlock bytes that the device writes without reading before
 * @param writeCache whether a write needs a flush to be stable
 * @param discardSectors most sectors of one discard; 0 if it can't
 * @param zeroesSectors most sectors of one writing of zeroes; 0 if it can't
 * @param serial identifies the device; may be empty
 */
public record BlockLimits(
        int logicalBlock, int physicalBlock, boolean writeCache, long discardSectors, long zeroesSectors, String serial) {
    public static final BlockLimits PLAIN = new BlockLimits(512, 512, true, 0, 0, "");
}

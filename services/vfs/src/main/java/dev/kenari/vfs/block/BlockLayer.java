package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.DeviceNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The block devices there are, by number. */
public final class BlockLayer {
    /** Disks; the number is Linux's first for drivers without one of their own. */
    public static final int DISK_MAJOR = 254;

    /** Numbers of a disk: itself and its partitions. */
    private static final int MINORS = 16;

    /** Makes and removes the names in /dev. */
    public interface Names {
        void add(String name, long device) throws Errno;

        void remove(String name) throws Errno;
    }

    private final Kernel kernel;
    private final Names names;
    private final Map<Long, BlockVolume> volumes = new TreeMap<>();
    private int disks;

    public BlockLayer(Kernel kernel, Names names) {
        this.kernel = kernel;
        this.names = names;
    }

    /** @throws Errno ENXIO */
    public BlockVolume find(long number) throws Errno {
        BlockVolume volume = volumes.get(number);
        if (volume == null) {
            throw Errno.ENXIO;
        }
        return volume;
    }

    /** In the order of their numbers. */
    public Collection<BlockVolume> volumes() {
        return List.copyOf(volumes.values());
    }

    /** A new disk, with the partitions that its table names. Sleeps. */
    public BlockVolume addDisk(BlockDevice disk) throws Errno {
        BlockVolume volume =
                new BlockVolume(kernel, disk, DeviceNumber.of(DISK_MAJOR, MINORS * disks++), null, 0, 0);
        add(volume);
        try {
            rescan(volume);
        } catch (Errno e) {
            kernel.log().warn(disk.name() + ": the partition table can't be read: " + e);
        }
        return volume;
    }

    /** A device without partitions. */
    void add(BlockVolume volume) throws Errno {
        volumes.put(volume.number(), volume);
        names.add(volume.name(), volume.number());
    }

    void remove(BlockVolume volume) throws Errno {
        volumes.remove(volume.number());
        volume.remove();
        names.remove(volume.name());
    }

    /** Partitions of a disk, in order. */
    public List<BlockVolume> partitions(BlockVolume disk) {
        List<BlockVolume> result = new ArrayList<>();
        for (BlockVolume volume : volumes.values()) {
            if (volume.disk() == disk && volume != disk) {
                result.add(volume);
            }
        }
        return result;
    }

    /** BLKRRPART: the partitions are now those of the disk's table. EBUSY if one is in use. */
    public void rescan(BlockVolume disk) throws Errno {
        if (disk.disk() != disk || DeviceNumber.major(disk.number()) != DISK_MAJOR) {
            throw Errno.EINVAL;
        }
        List<BlockVolume> old = partitions(disk);
        for (BlockVolume partition : old) {
            if (partition.isOpen() || partition.isClaimed()) {
                throw Errno.EBUSY;
            }
        }
        disk.cache().writeBack();
        List<GuidPartitionTable.Entry> entries = GuidPartitionTable.read(disk.device());
        for (BlockVolume partition : old) {
            remove(partition);
        }
        for (GuidPartitionTable.Entry entry : entries) {
            if (entry.number() < MINORS) {
                addPartition(disk, entry.number(), entry.start(), entry.sectors());
            }
        }
    }

    private void addPartition(BlockVolume disk, int number, long start, long sectors) throws Errno {
        String name = disk.name() + (Character.isDigit(disk.name().charAt(disk.name().length() - 1)) ? "p" : "") + number;
        BlockPartition device = new BlockPartition(disk.device(), name, start, sectors, kernel.timers());
        long id = DeviceNumber.of(DISK_MAJOR, DeviceNumber.minor(disk.number()) + number);
        volumes.put(id, new BlockVolume(kernel, device, id, disk, number, start));
        names.add(name, id);
    }
}

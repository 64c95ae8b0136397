package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.DeviceNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The block devices there are, by number. */
public final class BlockLayer {
    /** The first that a driver without a number of its own gets; the next ones are below it. */
    private static final int DYNAMIC_MAJOR = 254;

    private static final int HIGHEST_MAJOR = 511;

    /** Makes and removes the names in /dev. */
    public interface Names {
        void add(String name, long device) throws Errno;

        void remove(String name) throws Errno;
    }

    private final Kernel kernel;
    private final Names names;
    private final Map<Long, BlockVolume> volumes = new TreeMap<>();
    private final Map<Integer, String> majors = new TreeMap<>();

    public BlockLayer(Kernel kernel, Names names) {
        this.kernel = kernel;
        this.names = names;
    }

    /** As {@link dev.kenari.vfs.BlockDrivers#registerMajor}. */
    public int registerMajor(int wanted, String name) throws Errno {
        int major = wanted;
        if (wanted == 0) {
            major = DYNAMIC_MAJOR;
            while (majors.containsKey(major)) {
                major--;
            }
        }
        if (major <= 0 || major > HIGHEST_MAJOR || majors.containsKey(major)) {
            throw Errno.EBUSY;
        }
        majors.put(major, name);
        return major;
    }

    public void unregisterMajor(int major) {
        majors.remove(major);
    }

    /** Names of the drivers by major number. */
    public Map<Integer, String> majors() {
        return Collections.unmodifiableMap(majors);
    }

    /** Has the module loaded that drives the device, if there is one. ENXIO */
    public BlockVolume find(long number) throws Errno {
        if (!volumes.containsKey(number)) {
            kernel.modules().request("block-major-" + DeviceNumber.major(number) + "-" + DeviceNumber.minor(number));
        }
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

    /** As {@link dev.kenari.vfs.BlockDrivers#add}. */
    public BlockVolume addDisk(BlockDevice disk, long number, int minors, ModuleReference owner) throws Errno {
        BlockVolume volume = new BlockVolume(kernel, disk, number, minors, owner);
        add(volume);
        try {
            if (minors > 1) {
                rescan(volume);
            }
        } catch (Errno e) {
            kernel.log().warn(disk.name() + ": the partition table can't be read: " + e);
        }
        return volume;
    }

    /** As {@link dev.kenari.vfs.BlockDrivers#remove}. */
    public void removeDisk(BlockVolume disk) throws Errno {
        for (BlockVolume partition : partitions(disk)) {
            remove(partition);
        }
        remove(disk);
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
        if (disk.disk() != disk || disk.minors() == 1) {
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
            if (entry.number() < disk.minors()) {
                addPartition(disk, entry.number(), entry.start(), entry.sectors());
            }
        }
    }

    private void addPartition(BlockVolume disk, int number, long start, long sectors) throws Errno {
        String name = disk.name() + (Character.isDigit(disk.name().charAt(disk.name().length() - 1)) ? "p" : "") + number;
        BlockPartition device = new BlockPartition(disk.device(), name, start, sectors, kernel.timers());
        long id = DeviceNumber.of(DeviceNumber.major(disk.number()), DeviceNumber.minor(disk.number()) + number);
        volumes.put(id, new BlockVolume(device, id, disk, number, start));
        names.add(name, id);
    }
}

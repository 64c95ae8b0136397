package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockStatistics;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DiskState;
import dev.kenari.vfs.Disks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Block devices in /proc and /sys: what lsblk(8), blkid(8) and their library read (sysfs-block, iostats of the kernel's documentation). */
final class DiskFiles {
    private static final String DEVICES = "devices/virtual/block/";
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private final Disks disks;
    private final List<String> paths = new ArrayList<>();
    private List<String> shown = List.of();

    DiskFiles(Disks disks) {
        this.disks = disks;
    }

    /** /proc/diskstats. */
    String statistics() {
        StringBuilder text = new StringBuilder();
        for (DiskState disk : disks.disks()) {
            text.append("%4d %7d %s".formatted(major(disk), minor(disk), disk.name()));
            counts(text, disk.statistics());
        }
        return text.toString();
    }

    /** /proc/partitions. */
    String partitions() {
        StringBuilder text = new StringBuilder("major minor  #blocks  name\n\n");
        for (DiskState disk : disks.disks()) {
            if (disk.sectors() > 0) {
                text.append("%4d  %7d %10d %s\n".formatted(major(disk), minor(disk), disk.sectors() / 2, disk.name()));
            }
        }
        return text.toString();
    }

    private static int major(DiskState disk) {
        return DeviceNumber.major(disk.number());
    }

    private static int minor(DiskState disk) {
        return DeviceNumber.minor(disk.number());
    }

    private static void counts(StringBuilder text, BlockStatistics s) {
        for (int kind : new int[] {BlockStatistics.READ, BlockStatistics.WRITE}) {
            four(text, s, kind);
        }
        text.append(' ').append(s.inFlight()).append(' ').append(s.busyNanos() / NANOS_PER_MILLISECOND);
        text.append(' ').append(s.weightedNanos() / NANOS_PER_MILLISECOND);
        four(text, s, BlockStatistics.DISCARD);
        int flush = BlockStatistics.FLUSH * BlockStatistics.FIELDS;
        text.append(' ').append(s.counts()[flush + BlockStatistics.ENDED]);
        text.append(' ').append(s.counts()[flush + BlockStatistics.NANOS] / NANOS_PER_MILLISECOND).append('\n');
    }

    private static void four(StringBuilder text, BlockStatistics s, int kind) {
        int at = kind * BlockStatistics.FIELDS;
        for (int field : new int[] {BlockStatistics.ENDED, BlockStatistics.MERGED, BlockStatistics.SECTORS}) {
            text.append(' ').append(s.counts()[at + field]);
        }
        text.append(' ').append(s.counts()[at + BlockStatistics.NANOS] / NANOS_PER_MILLISECOND);
    }

    /** Makes /sys show the devices that there are now. */
    void refresh(PseudoTree tree) {
        List<DiskState> now = disks.disks();
        List<String> names = now.stream().map(d -> d.name() + " " + d.number() + " " + d.start() + " " + d.backing()).toList();
        if (names.equals(shown)) {
            return;
        }
        shown = names;
        paths.forEach(tree::remove);
        paths.clear();
        for (DiskState disk : now) {
            String path = DEVICES + (disk.partition() > 0 ? disk.disk() + "/" : "") + disk.name();
            add(tree, disk, path);
            if (disk.partition() == 0) {
                link(tree, "block/" + disk.name(), "../" + path);
                paths.add(path);
            }
            link(tree, "class/block/" + disk.name(), "../../" + path);
            link(tree, "dev/block/" + major(disk) + ":" + minor(disk), "../../" + path);
        }
    }

    private void link(PseudoTree tree, String path, String target) {
        tree.link(path, () -> target);
        paths.add(path);
    }

    private void add(PseudoTree tree, DiskState disk, String path) {
        long number = disk.number();
        tree.constant(path + "/dev", major(disk) + ":" + minor(disk));
        show(tree, path + "/size", number, d -> d.sectors());
        show(tree, path + "/ro", number, d -> d.readOnly() ? 1 : 0);
        show(tree, path + "/inflight", number, d -> "%8d %8d".formatted(d.statistics().inFlight(), 0));
        tree.file(path + "/stat", () -> {
            StringBuilder text = new StringBuilder();
            counts(text, find(number).statistics());
            return text.toString();
        });
        tree.constant(path + "/alignment_offset", 0);
        tree.constant(path + "/discard_alignment", 0);
        tree.directory(path + "/holders");
        String kind = disk.partition() > 0 ? "partition" : "disk";
        tree.constant(path + "/uevent", "MAJOR=" + major(disk) + "\nMINOR=" + minor(disk) + "\nDEVNAME=" + disk.name()
                + "\nDEVTYPE=" + kind + (disk.partition() > 0 ? "\nPARTN=" + disk.partition() : ""));
        tree.link(path + "/subsystem", () -> (disk.partition() > 0 ? "../" : "") + "../../../../class/block");
        if (disk.partition() > 0) {
            tree.constant(path + "/partition", disk.partition());
            tree.constant(path + "/start", disk.start());
            return;
        }
        tree.directory(path + "/slaves");
        tree.constant(path + "/removable", 0);
        tree.constant(path + "/hidden", 0);
        tree.constant(path + "/range", 16);
        tree.constant(path + "/ext_range", 16);
        tree.constant(path + "/capability", 50);
        tree.file(path + "/serial", () -> find(number).limits().serial());
        queue(tree, path + "/queue/", number);
        if (!disk.backing().isEmpty()) {
            show(tree, path + "/loop/backing_file", number, DiskState::backing);
            show(tree, path + "/loop/offset", number, DiskState::backingOffset);
            tree.constant(path + "/loop/sizelimit", 0);
            show(tree, path + "/loop/autoclear", number, d -> d.autoclear() ? 1 : 0);
            tree.constant(path + "/loop/partscan", 0);
            tree.constant(path + "/loop/dio", 0);
        }
    }

    private void queue(PseudoTree tree, String path, long number) {
        limit(tree, path + "logical_block_size", number, BlockLimits::logicalBlock);
        limit(tree, path + "hw_sector_size", number, BlockLimits::logicalBlock);
        limit(tree, path + "physical_block_size", number, BlockLimits::physicalBlock);
        limit(tree, path + "minimum_io_size", number, BlockLimits::physicalBlock);
        limit(tree, path + "discard_granularity", number, l -> l.discardSectors() > 0 ? l.logicalBlock() : 0);
        limit(tree, path + "discard_max_bytes", number, l -> l.discardSectors() * 512);
        limit(tree, path + "discard_max_hw_bytes", number, l -> l.discardSectors() * 512);
        limit(tree, path + "write_zeroes_max_bytes", number, l -> l.zeroesSectors() * 512);
        limit(tree, path + "write_cache", number, l -> l.writeCache() ? "write back" : "write through");
        tree.constant(path + "optimal_io_size", 0);
        tree.constant(path + "discard_zeroes_data", 0);
        tree.constant(path + "rotational", 0);
        tree.constant(path + "scheduler", "[mq-deadline]");
        tree.constant(path + "nr_requests", 256);
        tree.constant(path + "read_ahead_kb", 1024);
        tree.constant(path + "max_sectors_kb", 512);
        tree.constant(path + "max_hw_sectors_kb", 512);
        tree.constant(path + "add_random", 0);
        tree.constant(path + "dax", 0);
        tree.constant(path + "zoned", "none");
    }

    private void show(PseudoTree tree, String path, long number, Function<DiskState, Object> value) {
        tree.file(path, () -> value.apply(find(number)) + "\n");
    }

    private void limit(PseudoTree tree, String path, long number, Function<BlockLimits, Object> value) {
        show(tree, path, number, disk -> value.apply(disk.limits()));
    }

    private DiskState find(long number) throws Errno {
        for (DiskState disk : disks.disks()) {
            if (disk.number() == number) {
                return disk;
            }
        }
        throw Errno.ENODEV;
    }
}

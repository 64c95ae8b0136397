package dev.kenari.modules.brd;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.kernel.module.Parameter;
import dev.kenari.kernel.module.ParameterType;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.DeviceNumber;
import java.util.ArrayList;
import java.util.List;

/** Block devices in memory: /dev/ram0 and so on (Linux, Documentation/admin-guide/blockdev/ramdisk.rst). */
@KernelModule(
        name = "brd",
        path = "drivers/block/brd.ko",
        description = "RAM disks: block devices in memory",
        aliases = {"block-major-1-*", "rd"})
@Parameter(name = "rd_nr", type = ParameterType.INT, value = "16", description = "Maximum number of brd devices")
@Parameter(
        name = "rd_size",
        type = ParameterType.ULONG,
        value = "16384",
        description = "Size of each RAM disk in kbytes.")
@Parameter(name = "max_part", type = ParameterType.INT, value = "1", description = "Num Minors to reserve between devices")
public final class Brd implements LoadableModule {
    private static final int MAJOR = 1;
    private static final int MOST_MINORS = 256;
    private static final int HIGHEST_MINOR = 1 << 20;
    private static final long LARGEST_KILOBYTES = 1L << 40;

    private final List<RamDisk> disks = new ArrayList<>();
    private BlockDrivers drivers;

    @Override
    public void load(ModuleContext context) throws Errno {
        long count = context.number("rd_nr");
        long kilobytes = context.number("rd_size");
        int minors = minors(context.number("max_part"));
        if (count < 0 || count * minors > HIGHEST_MINOR || kilobytes > LARGEST_KILOBYTES) {
            throw Errno.EINVAL;
        }
        drivers = context.service(BlockDrivers.class);
        drivers.registerMajor(MAJOR, "ramdisk");
        boolean done = false;
        try {
            for (int i = 0; i < count; i++) {
                RamDisk disk = new RamDisk(context.kernel().frames(), "ram" + i, kilobytes);
                drivers.add(disk, DeviceNumber.of(MAJOR, i * minors), minors, context.owner());
                disks.add(disk);
            }
            done = true;
        } finally {
            if (!done) {
                unload();
            }
        }
        context.kernel().log().info("brd: module loaded");
    }

    /** As Linux does, what does not divide the range of minor numbers is as many as it has. */
    private static int minors(long wanted) {
        if (wanted <= 0) {
            return 1;
        }
        return wanted > MOST_MINORS || MOST_MINORS % wanted != 0 ? MOST_MINORS : (int) wanted;
    }

    @Override
    public void unload() {
        for (RamDisk disk : disks) {
            drivers.remove(disk);
            disk.clear();
        }
        disks.clear();
        drivers.unregisterMajor(MAJOR);
    }
}

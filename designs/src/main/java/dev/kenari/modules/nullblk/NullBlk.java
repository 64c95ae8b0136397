package dev.kenari.modules.nullblk;

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

/** Disks to measure what lies above disks with: /dev/nullb0 and so on (Linux, Documentation/block/null_blk.rst). */
@KernelModule(
        name = "null_blk",
        path = "drivers/block/null_blk/null_blk.ko",
        description = "Block devices that end every request at once and keep nothing")
@Parameter(name = "gb", type = ParameterType.INT, value = "250", description = "Size in GB")
@Parameter(name = "bs", type = ParameterType.INT, value = "512", description = "Block size (in bytes)")
@Parameter(
        name = "nr_devices",
        type = ParameterType.UINT,
        value = "1",
        description = "Number of devices to register")
public final class NullBlk implements LoadableModule {
    private static final int MOST_DEVICES = 1 << 10;
    private static final int MINORS = 16;
    private static final int LARGEST_BLOCK = 4096;
    private static final long SECTORS_PER_GIGABYTE = 1 << 21;

    private final List<NullDisk> disks = new ArrayList<>();
    private BlockDrivers drivers;
    private int major;

    @Override
    public void load(ModuleContext context) throws Errno {
        long count = context.number("nr_devices");
        long gigabytes = context.number("gb");
        int block = (int) context.number("bs");
        if (count > MOST_DEVICES || gigabytes <= 0) {
            throw Errno.EINVAL;
        }
        if (block < 512 || block > LARGEST_BLOCK || Integer.bitCount(block) != 1) {
            context.kernel().log().warn("null_blk: invalid block size");
            block = Math.clamp(Integer.highestOneBit(block), 512, LARGEST_BLOCK);
            context.kernel().log().warn("null_blk: defaults block size to " + block);
        }
        drivers = context.service(BlockDrivers.class);
        major = drivers.registerMajor(0, "nullb");
        boolean done = false;
        try {
            for (int i = 0; i < count; i++) {
                NullDisk disk = new NullDisk(
                        context.kernel().frames().memory(), "nullb" + i, gigabytes * SECTORS_PER_GIGABYTE, block);
                drivers.add(disk, DeviceNumber.of(major, i * MINORS), MINORS, context.owner());
                disks.add(disk);
                context.kernel().log().info("null_blk: disk " + disk.name() + " created");
            }
            done = true;
        } finally {
            if (!done) {
                unload();
            }
        }
        context.kernel().log().info("null_blk: module loaded");
    }

    @Override
    public void unload() {
        disks.forEach(drivers::remove);
        disks.clear();
        drivers.unregisterMajor(major);
    }
}

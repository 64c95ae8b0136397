package dev.kenari.modules.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.VirtioDevices;
import dev.kenari.drivers.virtio.BlockDriver;
import dev.kenari.kernel.component.MachineDevice;
import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.DeviceNumber;
import java.util.ArrayList;
import java.util.List;

/** Disks of a virtual machine: /dev/vda and so on. */
@KernelModule(
        name = "virtio_blk",
        path = "drivers/block/virtio_blk.ko",
        description = "Virtio block driver",
        aliases = "virtio:d00000002v*",
        packages = "dev.kenari.drivers.virtio")
public final class VirtioBlk implements LoadableModule {
    private static final int MINORS = 16;

    private final List<BlockDevice> disks = new ArrayList<>();
    private BlockDrivers drivers;
    private int major;

    @Override
    public void load(ModuleContext context) throws Errno {
        drivers = context.service(BlockDrivers.class);
        major = drivers.registerMajor(0, "virtblk");
        boolean done = false;
        try {
            for (MachineDevice device : context.service(VirtioDevices.class).ofKind(BlockDriver.ID)) {
                String[] name = {VirtioDevices.diskName(disks.size())};
                BlockDevice disk = new BlockDriver.Factory().start(context.environment(device), name);
                drivers.add(disk, DeviceNumber.of(major, MINORS * disks.size()), MINORS, context.owner());
                disks.add(disk);
            }
            done = true;
        } finally {
            if (!done) {
                unload();
            }
        }
    }

    @Override
    public void unload() {
        disks.forEach(drivers::remove);
        disks.clear();
        drivers.unregisterMajor(major);
    }
}

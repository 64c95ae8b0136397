package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.BlockDrivers;
import java.util.IdentityHashMap;
import java.util.Map;

/** Puts a connector between the disks that loadable modules bring and their clients, as {@link Assembly} does for what it places. */
final class InterposedDisks implements BlockDrivers {
    private final BlockDrivers drivers;
    private final Connector interposer;
    private final Map<BlockDevice, BlockDevice> interposed = new IdentityHashMap<>();

    InterposedDisks(BlockDrivers drivers, Connector interposer) {
        this.drivers = drivers;
        this.interposer = interposer;
    }

    @Override
    public int registerMajor(int major, String name) throws Errno {
        return drivers.registerMajor(major, name);
    }

    @Override
    public void unregisterMajor(int major) {
        drivers.unregisterMajor(major);
    }

    @Override
    public void add(BlockDevice disk, long number, int minors, ModuleReference owner) throws Errno {
        BlockDevice client = interposer.connect(BlockDevice.class, disk);
        drivers.add(client, number, minors, owner);
        interposed.put(disk, client);
    }

    @Override
    public void remove(BlockDevice disk) {
        drivers.remove(interposed.remove(disk));
    }
}

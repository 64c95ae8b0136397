package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.block.BlockLayer;
import dev.kenari.vfs.block.BlockVolume;
import java.util.IdentityHashMap;
import java.util.Map;

/** {@link BlockDrivers}: connects the drivers to the block layer. */
final class BlockRegistration implements BlockDrivers {
    private final Kernel kernel;
    private final Connector connector;
    private final BlockLayer layer;
    private final Map<BlockDevice, BlockVolume> volumes = new IdentityHashMap<>();

    BlockRegistration(Kernel kernel, Connector connector, BlockLayer layer) {
        this.kernel = kernel;
        this.connector = connector;
        this.layer = layer;
    }

    @Override
    public int registerMajor(int major, String name) throws Errno {
        return layer.registerMajor(major, name);
    }

    @Override
    public void unregisterMajor(int major) {
        layer.unregisterMajor(major);
    }

    @Override
    public void add(BlockDevice disk, long number, int minors, ModuleReference owner) throws Errno {
        volumes.put(disk, layer.addDisk(connector.connect(BlockDevice.class, disk), number, minors, owner));
    }

    @Override
    public void remove(BlockDevice disk) {
        try {
            layer.removeDisk(volumes.remove(disk));
        } catch (Errno e) {
            kernel.log().warn(disk.name() + ": its node in /dev can't be removed: " + e);
        }
    }
}

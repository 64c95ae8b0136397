package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.module.ModuleReference;

/** Character devices that are too few to have a major number of their own: what loadable modules call. Wiring, not a protocol. */
public interface MiscDevices {
    int MAJOR = 10;

    /** As a minor number: any free one. */
    int DYNAMIC = 255;

    /**
     * A device with a node in /dev.
     *
     * @param mode permissions of the node
     * @param owner is held while the device is open
     * @return its minor number. EBUSY
     */
    int register(String name, int minor, int mode, CharDevice driver, ModuleReference owner) throws Errno;

    void unregister(int minor);
}

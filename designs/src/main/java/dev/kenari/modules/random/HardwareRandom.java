package dev.kenari.modules.random;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.EntropySource;

/** What {@code rng_core} exports to drivers of hardware random number generators. */
public interface HardwareRandom {
    /** From now on /dev/hwrng reads from {@code source}. EEXIST if it has a source already. */
    void register(EntropySource source) throws Errno;

    /** The source is gone: reading is ENODEV. */
    void unregister();
}

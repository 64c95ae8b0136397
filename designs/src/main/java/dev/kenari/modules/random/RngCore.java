package dev.kenari.modules.random;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.vfs.MiscDevices;

/** What drivers of hardware random number generators share (Linux, Documentation/admin-guide/hw_random.rst). */
@KernelModule(
        name = "rng_core",
        path = "drivers/char/hw_random/rng-core.ko",
        description = "H/W Random Number Generator (RNG) driver",
        aliases = "char-major-10-183",
        exports = HardwareRandom.class)
public final class RngCore implements LoadableModule {
    private MiscDevices devices;

    @Override
    public void load(ModuleContext context) throws Errno {
        devices = context.service(MiscDevices.class);
        context.provide(HardwareRandom.class, RandomDevice.addTo(devices, context.owner()));
    }

    @Override
    public void unload() {
        devices.unregister(RandomDevice.MINOR);
    }
}

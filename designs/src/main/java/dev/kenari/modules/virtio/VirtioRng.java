package dev.kenari.modules.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.VirtioDevices;
import dev.kenari.drivers.virtio.RngDriver;
import dev.kenari.kernel.component.MachineDevice;
import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.modules.random.HardwareRandom;
import java.util.List;

/** The entropy device of a virtual machine, as a source of /dev/hwrng. */
@KernelModule(
        name = "virtio_rng",
        path = "drivers/char/hw_random/virtio-rng.ko",
        description = "Virtio random number driver",
        aliases = "virtio:d00000004v*",
        packages = "dev.kenari.drivers.virtio")
public final class VirtioRng implements LoadableModule {
    private HardwareRandom random;
    private boolean registered;

    @Override
    public void load(ModuleContext context) throws Errno {
        random = context.service(HardwareRandom.class);
        List<MachineDevice> devices = context.service(VirtioDevices.class).ofKind(RngDriver.ID);
        if (!devices.isEmpty()) {
            random.register(new RngDriver.Factory().start(context.environment(devices.getFirst()), new String[0]));
            registered = true;
        }
    }

    @Override
    public void unload() {
        if (registered) {
            random.unregister();
        }
    }
}

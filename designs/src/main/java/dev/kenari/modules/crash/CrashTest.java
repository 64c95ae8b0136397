package dev.kenari.modules.crash;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.kernel.module.Parameter;
import dev.kenari.kernel.module.ParameterType;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.MiscDevices;
import java.nio.charset.StandardCharsets;

/**
 * A driver to see the kernel fail with, as Linux's lkdtm: what is written to /dev/crash_test names the failure, {@code EXCEPTION} (a bug in
 * the driver), {@code PANIC} (the driver finds the kernel broken) or {@code OVERFLOW} (of the stack).
 */
@KernelModule(
        name = "crash_test",
        path = "drivers/misc/crash_test.ko",
        description = "A driver that fails when it is told to")
@Parameter(
        name = "at_load",
        type = ParameterType.CHARP,
        value = "",
        description = "Failure while the module is loaded: EXCEPTION, PANIC or OVERFLOW")
public final class CrashTest implements LoadableModule, CharDevice {
    private MiscDevices devices;
    private int minor;
    private int[] nothing;

    @Override
    public void load(ModuleContext context) throws Errno {
        if (!context.text("at_load").isEmpty()) {
            fail(context.text("at_load"));
        }
        devices = context.service(MiscDevices.class);
        minor = devices.register("crash_test", MiscDevices.DYNAMIC, 0600, this, context.owner());
    }

    @Override
    public void unload() {
        devices.unregister(minor);
    }

    private void fail(String how) throws Errno {
        switch (how) {
            case "EXCEPTION" -> nothing[0] = 1;
            case "PANIC" -> throw new KernelPanic("crash_test: told to");
            case "OVERFLOW" -> overflow(1);
            default -> throw Errno.EINVAL;
        }
    }

    private static int overflow(int depth) {
        return 1 + overflow(depth + 1);
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        fail(new String(bytes, StandardCharsets.ISO_8859_1).strip());
        return bytes.length;
    }

    @Override
    public long open(int number, int flags, int process) {
        return 1;
    }

    @Override
    public void release(long handle) {}

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        throw Errno.EINVAL;
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) {
        return 0;
    }

    @Override
    public int waitQueue(long handle) {
        return 0;
    }
}

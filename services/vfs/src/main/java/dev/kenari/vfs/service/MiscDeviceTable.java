package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.MiscDevices;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The driver of major number 10, which leads each minor number to a driver of its own. */
final class MiscDeviceTable implements CharDevice, MiscDevices {
    private record Device(String name, CharDevice driver, ModuleReference owner) {}

    private record Open(Device device, long handle) {}

    private final Kernel kernel;
    private final DeviceTree nodes;
    private final TreeMap<Integer, Device> devices = new TreeMap<>();
    private final Map<Long, Open> open = new HashMap<>();
    private long nextHandle = 1;

    MiscDeviceTable(Kernel kernel, DeviceTree nodes) {
        this.kernel = kernel;
        this.nodes = nodes;
    }

    /** /proc/misc: the newest first. */
    String list() {
        StringBuilder text = new StringBuilder();
        devices.descendingMap().forEach((minor, device) -> text.append("%3d %s\n".formatted(minor, device.name())));
        return text.toString();
    }

    @Override
    public int register(String name, int wanted, int mode, CharDevice driver, ModuleReference owner) throws Errno {
        int minor = wanted;
        if (wanted == DYNAMIC) {
            minor = DYNAMIC - 1;
            while (devices.containsKey(minor) && minor > 0) {
                minor--;
            }
        }
        if (devices.containsKey(minor)) {
            throw Errno.EBUSY;
        }
        nodes.make(name, FileMode.S_IFCHR | mode, DeviceNumber.of(MAJOR, minor), null);
        devices.put(minor, new Device(name, driver, owner));
        return minor;
    }

    @Override
    public void unregister(int minor) {
        Device gone = devices.remove(minor);
        try {
            nodes.remove(gone.name());
        } catch (Errno e) {
            kernel.log().warn(gone.name() + ": its node in /dev can't be removed: " + e);
        }
    }

    @Override
    public long open(int minor, int flags, int process) throws Errno {
        if (!devices.containsKey(minor)) {
            kernel.modules().request("char-major-" + MAJOR + "-" + minor);
        }
        Device device = devices.get(minor);
        if (device == null) {
            throw Errno.ENODEV;
        }
        device.owner().acquire();
        boolean done = false;
        try {
            open.put(nextHandle, new Open(device, device.driver().open(minor, flags, process)));
            done = true;
            return nextHandle++;
        } finally {
            if (!done) {
                device.owner().release();
            }
        }
    }

    @Override
    public void release(long handle) {
        Open closed = open.remove(handle);
        closed.device().driver().release(closed.handle());
        closed.device().owner().release();
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().read(file.handle(), length, nonBlocking);
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().write(file.handle(), bytes, nonBlocking);
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().ioctl(file.handle(), request, argument, memory);
    }

    @Override
    public int poll(long handle, int events) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().poll(file.handle(), events);
    }

    @Override
    public int waitQueue(long handle) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().waitQueue(file.handle());
    }

    @Override
    public int memoryObject(long handle) throws Errno {
        Open file = open.get(handle);
        return file.device().driver().memoryObject(file.handle());
    }
}

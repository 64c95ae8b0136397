package dev.kenari.machine.fdt;

/** A node of a device tree. */
public final class DeviceTree {
    private DeviceTree() {}
}

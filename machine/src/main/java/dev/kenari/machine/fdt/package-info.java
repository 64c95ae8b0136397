/**
 * Device trees: what a board tells a kernel about itself (Devicetree Specification 0.4, chapters 2 and 5). A board describes
 * itself with {@link dev.kenari.machine.fdt.Node}s, {@link dev.kenari.machine.fdt.DeviceTree} writes and reads the flattened form.
 */
package dev.kenari.machine.fdt;

/** The computer: board, harts, MMU, memory, interrupt controllers, devices. Knows nothing of kernels. */
module dev.kenari.machine {
    exports dev.kenari.machine;
    exports dev.kenari.machine.bus;
    exports dev.kenari.machine.disk;
    exports dev.kenari.machine.fdt;
    exports dev.kenari.machine.fuse;
    exports dev.kenari.machine.riscv;
    exports dev.kenari.machine.riscv.isa;
    exports dev.kenari.machine.sync;
}

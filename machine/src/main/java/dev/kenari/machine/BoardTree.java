package dev.kenari.machine;

import dev.kenari.machine.device.Aclint;
import dev.kenari.machine.fdt.DeviceTree;
import dev.kenari.machine.fdt.Node;

/** The board's description of itself (Devicetree Specification 0.4, chapter 3; Linux's devicetree bindings). */
final class BoardTree {
    private static final int PLIC_PHANDLE = 1;
    private static final int FIRST_CPU_PHANDLE = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int UART_HERTZ = 3_686_400;
    private static final int S_SOFTWARE = 1;
    private static final int S_TIMER = 5;
    private static final int S_EXTERNAL = 9;

    private final Node root = new Node("");
    private final Node soc;
    private final int harts;

    BoardTree(int harts, long ramBytes) {
        this.harts = harts;
        root.cells("#address-cells", 2).cells("#size-cells", 2);
        root.strings("compatible", "kenari,board").strings("model", "Kenari board");
        root.add("chosen").strings("stdout-path", "/soc/" + at("serial", MemoryMap.UART0));
        Node memory = root.add(at("memory", MemoryMap.DRAM)).strings("device_type", "memory");
        memory.wideCells("reg", MemoryMap.DRAM, ramBytes);
        cpus();
        soc = root.add("soc").strings("compatible", "simple-bus").flag("ranges");
        soc.cells("#address-cells", 2).cells("#size-cells", 2);
        interruptControllers();
        device("rtc", MemoryMap.RTC, MemoryMap.RTC_SIZE, "google,goldfish-rtc");
    }

    private static String at(String name, long address) {
        return name + "@" + Long.toHexString(address);
    }

    private void cpus() {
        Node cpus = root.add("cpus").cells("#address-cells", 1).cells("#size-cells", 0);
        cpus.cells("timebase-frequency", (int) (NANOS_PER_SECOND / Aclint.TICK_NANOS));
        for (int hart = 0; hart < harts; hart++) {
            Node cpu = cpus.add("cpu@" + Integer.toHexString(hart)).strings("device_type", "cpu");
            cpu.cells("reg", hart).strings("status", "okay").strings("compatible", "kenari,hart", "riscv");
            cpu.strings("riscv,isa", "rv64imafdc_zicboz_zicond_zicsr_zifencei_zba_zbb_zbs_sstc");
            cpu.strings("riscv,isa-base", "rv64i");
            cpu.strings(
                    "riscv,isa-extensions",
                    "i", "m", "a", "f", "d", "c", "zicboz", "zicond", "zicsr", "zifencei", "zba", "zbb", "zbs", "sstc");
            cpu.cells("riscv,cboz-block-size", 64).strings("mmu-type", "riscv,sv39");
            Node controller = cpu.add("interrupt-controller").strings("compatible", "riscv,cpu-intc");
            controller.flag("interrupt-controller").cells("#interrupt-cells", 1).cells("#address-cells", 0);
            controller.cells("phandle", FIRST_CPU_PHANDLE + hart);
        }
    }

    private void interruptControllers() {
        // There is no M-mode: what a CLINT's bindings call the M-mode software and timer interrupts are wired to S-mode.
        Node clint = device("clint", MemoryMap.CLINT, MemoryMap.CLINT_SIZE, "sifive,clint0", "riscv,clint0");
        clint.cells("interrupts-extended", perHart(S_SOFTWARE, S_TIMER));
        Node sswi = device("interrupt-controller", MemoryMap.SSWI, MemoryMap.SSWI_SIZE, "riscv,aclint-sswi");
        sswi.flag("interrupt-controller").cells("#interrupt-cells", 0).cells("#address-cells", 0);
        sswi.cells("interrupts-extended", perHart(S_SOFTWARE));
        Node plic =
                device("interrupt-controller", MemoryMap.PLIC, MemoryMap.PLIC_SIZE, "sifive,plic-1.0.0", "riscv,plic0");
        plic.flag("interrupt-controller").cells("#interrupt-cells", 1).cells("#address-cells", 0);
        plic.cells("interrupts-extended", perHart(S_EXTERNAL)).cells("riscv,ndev", MemoryMap.SOURCES - 1);
        plic.cells("phandle", PLIC_PHANDLE);
    }

    private int[] perHart(int... causes) {
        int[] cells = new int[harts * causes.length * 2];
        int next = 0;
        for (int hart = 0; hart < harts; hart++) {
            for (int cause : causes) {
                cells[next++] = FIRST_CPU_PHANDLE + hart;
                cells[next++] = cause;
            }
        }
        return cells;
    }

    private Node device(String name, long address, long size, String... compatible) {
        return soc.add(at(name, address)).strings("compatible", compatible).wideCells("reg", address, size);
    }

    private static void interrupt(Node device, int source) {
        device.cells("interrupts", source).cells("interrupt-parent", PLIC_PHANDLE);
    }

    void uart() {
        Node uart = device("serial", MemoryMap.UART0, MemoryMap.UART_SIZE, "ns16550a");
        uart.cells("clock-frequency", UART_HERTZ);
        interrupt(uart, MemoryMap.UART0_SOURCE);
    }

    void virtio(int slot) {
        long address = MemoryMap.VIRTIO0 + slot * MemoryMap.VIRTIO_STRIDE;
        interrupt(device("virtio_mmio", address, MemoryMap.VIRTIO_STRIDE, "virtio,mmio"), MemoryMap.virtioSource(slot));
    }

    void rom(int slot) {
        device("rom", MemoryMap.ROM0 + slot * MemoryMap.ROM_STRIDE, MemoryMap.ROM_STRIDE, "kenari,rom");
    }

    byte[] flatten() {
        return DeviceTree.flatten(root);
    }
}

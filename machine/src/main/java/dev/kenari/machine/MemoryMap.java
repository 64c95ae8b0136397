package dev.kenari.machine;

/** The physical address map of the board; the same places as QEMU's {@code virt} machine, so that its tools read ours. */
public final class MemoryMap {
    public static final long RTC = 0x0010_1000L;
    public static final long CLINT = 0x0200_0000L;
    public static final long PLIC = 0x0C00_0000L;
    public static final long UART0 = 0x1000_0000L;
    public static final long VIRTIO0 = 0x1000_1000L;
    public static final long VIRTIO_STRIDE = 0x1000L;
    public static final int VIRTIO_SLOTS = 8;
    /** Where RAM begins. */
    public static final long DRAM = 0x8000_0000L;

    private MemoryMap() {}
}

package dev.kenari.machine;

/**
 * The physical address map of the board; the same places as QEMU's {@code virt} machine, so that its tools read ours.
 *
 * <pre>
 * 0010_1000  real-time clock (goldfish)
 * 0200_0000  ACLINT: MSWI, MTIMER
 * 02f0_0000  ACLINT: SSWI
 * 0c00_0000  PLIC
 * 1000_0000  UART (16550)
 * 1000_1000  virtio-mmio slots, one page each
 * 1010_0000  read-only memory slots, one page of registers each
 * 8000_0000  RAM
 * </pre>
 */
public final class MemoryMap {
    public static final long RTC = 0x0010_1000L;
    public static final long RTC_SIZE = 0x1000L;
    public static final long CLINT = 0x0200_0000L;
    public static final long CLINT_SIZE = 0x1_0000L;
    public static final long SSWI = 0x02F0_0000L;
    public static final long SSWI_SIZE = 0x4000L;
    public static final long PLIC = 0x0C00_0000L;
    public static final long PLIC_SIZE = 0x60_0000L;
    public static final long UART0 = 0x1000_0000L;
    public static final long UART_SIZE = 0x100L;
    public static final long VIRTIO0 = 0x1000_1000L;
    public static final long VIRTIO_STRIDE = 0x1000L;
    public static final int VIRTIO_SLOTS = 32;
    public static final long ROM0 = 0x1010_0000L;
    public static final long ROM_STRIDE = 0x1000L;
    public static final int ROM_SLOTS = 16;
    /** Where RAM begins. */
    public static final long DRAM = 0x8000_0000L;

    /** PLIC source of the UART. */
    public static final int UART0_SOURCE = 10;

    /** Sources of the PLIC, 0 (none) included. */
    public static final int SOURCES = 96;

    private static final int FIRST_VIRTIO_SLOTS = 8;
    private static final int MORE_VIRTIO_SOURCES = 32;

    private MemoryMap() {}

    /** PLIC source of a virtio slot: 1 to 8 as on QEMU's board, the further ones from 32. */
    public static int virtioSource(int slot) {
        return slot < FIRST_VIRTIO_SLOTS ? slot + 1 : MORE_VIRTIO_SOURCES + slot - FIRST_VIRTIO_SLOTS;
    }
}

package dev.kenari.drivers;

import dev.kenari.kernel.ipc.FrameLoan;

/**
 * A move of data between a block device and physical memory.
 *
 * @param write to the device; else from it
 * @param address physical, of {@code length} contiguous bytes of RAM
 * @param length in bytes, a multiple of {@link BlockDevice#SECTOR}
 */
public record BlockTransfer(boolean write, long sector, long address, int length) implements FrameLoan {
    @Override
    public boolean readOnly() {
        return write;
    }
}

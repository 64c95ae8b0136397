package dev.kenari.machine.bus;

/** Nothing answers at a physical address: a driver's bug, or a device tree that lies. */
public final class BusError extends RuntimeException {
    private final long address;

    BusError(long address, String what) {
        super(what + " at physical address 0x" + Long.toHexString(address));
        this.address = address;
    }

    public long address() {
        return address;
    }
}

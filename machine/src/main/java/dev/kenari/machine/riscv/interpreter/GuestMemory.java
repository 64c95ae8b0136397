package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.BusError;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.mmu.Access;
import dev.kenari.machine.riscv.mmu.Mmu;
import dev.kenari.machine.riscv.mmu.Tlb;

/**
 * Loads and stores of virtual addresses, for accesses that miss the TLB or cross pages. Any alignment in RAM; registers of devices, which
 * never hit the TLB, are reached by aligned loads and stores only.
 */
public final class GuestMemory {
    private final Mmu mmu;
    private final PhysicalMemory memory;
    private Bus bus = new Bus();

    GuestMemory(Mmu mmu, PhysicalMemory memory) {
        this.mmu = mmu;
        this.memory = memory;
    }

    /** Where physical addresses outside RAM lead. */
    void connect(Bus to) {
        bus = to;
    }

    /** Loads {@code size} (1, 2, 4 or 8) bytes, zero-extended. */
    public long load(long address, int size) throws Trap {
        if (crosses(address, size)) {
            return loadAcross(address, size);
        }
        long physical = mmu.translateCached(address, Access.READ);
        if (!memory.contains(physical, size)) {
            return loadRegister(address, physical, size);
        }
        return switch (size) {
            case 1 -> Byte.toUnsignedLong(memory.getByte(physical));
            case 2 -> Short.toUnsignedLong(memory.getShort(physical));
            case 4 -> Integer.toUnsignedLong(memory.getInt(physical));
            default -> memory.getLong(physical);
        };
    }

    /** Stores the low {@code size} (1, 2, 4 or 8) bytes of {@code value}; all or, on a fault, none of them. */
    public void store(long address, int size, long value) throws Trap {
        if (crosses(address, size)) {
            storeAcross(address, size, value);
            return;
        }
        long physical = mmu.translateCached(address, Access.WRITE);
        if (!memory.contains(physical, size)) {
            storeRegister(address, physical, size, value);
            return;
        }
        switch (size) {
            case 1 -> memory.putByte(physical, (byte) value);
            case 2 -> memory.putShort(physical, (short) value);
            case 4 -> memory.putInt(physical, (int) value);
            default -> memory.putLong(physical, value);
        }
    }

    private long loadRegister(long address, long physical, int size) throws Trap {
        try {
            return bus.read(physical, size);
        } catch (BusError e) {
            throw mmu.accessFault(address, Access.READ);
        }
    }

    private void storeRegister(long address, long physical, int size, long value) throws Trap {
        try {
            bus.write(physical, size, value);
        } catch (BusError e) {
            throw mmu.accessFault(address, Access.WRITE);
        }
    }

    /** Zeroes the aligned block of {@code size} bytes that holds {@code address} (cbo.zero). */
    void zeroBlock(long address, int size) throws Trap {
        long physical;
        try {
            physical = mmu.translate(address & -size, Access.WRITE);
        } catch (Trap trap) {
            throw trap.with(trap.cause(), address);
        }
        if (!memory.contains(physical, size)) {
            throw mmu.accessFault(address, Access.WRITE);
        }
        memory.fill(physical, size, (byte) 0);
    }

    private static boolean crosses(long address, int size) {
        return (address & ~Tlb.PAGE_MASK) > Tlb.PAGE_SIZE - size;
    }

    private long loadAcross(long address, int size) throws Trap {
        long second = address + size - 1 & Tlb.PAGE_MASK;
        long firstPhysical = mmu.translate(address, Access.READ);
        long secondPhysical = mmu.translate(second, Access.READ);
        int firstBytes = (int) (second - address);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            long physical = i < firstBytes ? firstPhysical + i : secondPhysical + i - firstBytes;
            if (!memory.contains(physical, 1)) {
                throw mmu.accessFault(address + i, Access.READ);
            }
            value = value << 8 | memory.getByte(physical) & 0xFF;
        }
        return value;
    }

    private void storeAcross(long address, int size, long value) throws Trap {
        long second = address + size - 1 & Tlb.PAGE_MASK;
        long firstPhysical = mmu.translate(address, Access.WRITE);
        long secondPhysical = mmu.translate(second, Access.WRITE);
        int firstBytes = (int) (second - address);
        int secondBytes = size - firstBytes;
        if (!memory.contains(firstPhysical, firstBytes)) {
            throw mmu.accessFault(address, Access.WRITE);
        }
        if (!memory.contains(secondPhysical, secondBytes)) {
            throw mmu.accessFault(second, Access.WRITE);
        }
        for (int i = 0; i < size; i++) {
            long physical = i < firstBytes ? firstPhysical + i : secondPhysical + i - firstBytes;
            memory.putByte(physical, (byte) (value >>> i * 8));
        }
    }
}

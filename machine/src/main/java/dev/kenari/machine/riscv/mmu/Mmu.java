package dev.kenari.machine.riscv.mmu;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Trap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hart's address translation for U-mode accesses: Bare or Sv39, page tables walked in RAM, A and D bits set by the walk
 * (Svadu). Keeps a {@link Tlb} for each of the last few address spaces, so that a switch costs a look-up and no misses.
 */
public final class Mmu {
    private static final VarHandle PTE =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private static final long V = 1;
    private static final long R = 1 << 1;
    private static final long W = 1 << 2;
    private static final long X = 1 << 3;
    private static final long U = 1 << 4;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final int PPN_SHIFT = 10;
    private static final long PPN_MASK = (1L << 44) - 1;
    /** Svnapot, Svpbmt (not implemented) and the reserved bits: must be zero. */
    private static final long RESERVED = -1L << 54;

    private static final int LEVELS = 3;
    private static final int LEVEL_BITS = 9;
    private static final long MODE_SV39 = 8;
    private static final int SPACES = 16;

    private final PhysicalMemory memory;
    private final MemorySegment ram;
    private final Trap trap;
    private final Tlb[] spaces = new Tlb[SPACES];
    private int victim;
    private Tlb current;

    /** An MMU over {@code memory} that throws {@code trap}, with translation off. */
    public Mmu(PhysicalMemory memory, Trap trap) {
        this.memory = memory;
        this.ram = memory.segment();
        this.trap = trap;
        for (int i = 0; i < SPACES; i++) {
            spaces[i] = new Tlb();
        }
        current = spaces[0];
    }

    /** The cached translations of the current address space. */
    public Tlb tlb() {
        return current;
    }

    public long satp() {
        return current.satp;
    }

    /** Switches to the address space {@code satp}, whose cached translations stay valid. Unknown modes are Bare. */
    public void setSatp(long satp) {
        if (current.satp == satp) {
            return;
        }
        for (Tlb space : spaces) {
            if (space.satp == satp) {
                current = space;
                return;
            }
        }
        do {
            victim = (victim + 1) % SPACES;
        } while (spaces[victim] == current);
        current = spaces[victim];
        current.flush();
        current.satp = satp;
    }

    /** Forgets the translation of the page at {@code address}, or all for {@code -1}, in the current address space. */
    public void fence(long address) {
        if (address == -1) {
            current.flush();
        } else {
            current.flush(address);
        }
    }

    /** As {@link #translate}, from the TLB if it can be; but there need not be RAM. */
    public long translateCached(long address, Access access) throws Trap {
        long[] entries = access == Access.READ ? current.reads : current.writes;
        int index = Tlb.index(address);
        return entries[index] == (address & Tlb.PAGE_MASK)
                ? address + entries[index + 1] + memory.base()
                : translateAny(address, access);
    }

    private long translateAny(long address, Access access) throws Trap {
        long physical = current.satp >>> 60 == MODE_SV39 ? walk(address, access) : address;
        if (memory.contains(physical & Tlb.PAGE_MASK, Tlb.PAGE_SIZE)) {
            long addend = physical - memory.base() - address;
            switch (access) {
                case READ -> Tlb.fill(current.reads, address, addend);
                case WRITE -> Tlb.fill(current.writes, address, addend);
                case FETCH -> {}
            }
        }
        return physical;
    }

    /** The physical address in RAM that {@code access} reaches at {@code address}; the page's translation is cached. */
    public long translate(long address, Access access) throws Trap {
        long physical = translateAny(address, access);
        if (!memory.contains(physical, 1)) {
            throw accessFault(address, access);
        }
        return physical;
    }

    /**
     * The physical address from which the page at {@code address} may be fetched without a trap and without a change of its
     * PTE; -1 if none. Caches nothing.
     */
    public long probeFetch(long address) {
        if (current.satp >>> 60 != MODE_SV39) {
            return memory.contains(address, 1) ? address : -1;
        }
        if (address << 25 >> 25 != address) {
            return -1;
        }
        long table = (current.satp & PPN_MASK) << Tlb.PAGE_SHIFT;
        for (int level = LEVELS - 1; level >= 0; level--) {
            int shift = Tlb.PAGE_SHIFT + level * LEVEL_BITS;
            long slot = table + (address >>> shift & (1 << LEVEL_BITS) - 1) * 8;
            if (!memory.contains(slot, 8)) {
                return -1;
            }
            long pte = (long) PTE.getVolatile(ram, slot - memory.base());
            long page = (pte >>> PPN_SHIFT & PPN_MASK) << Tlb.PAGE_SHIFT;
            if ((pte & V) == 0 || (pte & (R | W)) == W || (pte & RESERVED) != 0) {
                return -1;
            }
            if ((pte & (R | X)) == 0) {
                if ((pte & (A | D | U)) != 0) {
                    return -1;
                }
                table = page;
                continue;
            }
            long offsetMask = (1L << shift) - 1;
            long wanted = U | X | A;
            return (pte & wanted) == wanted && (page & offsetMask) == 0 ? page | address & offsetMask : -1;
        }
        return -1;
    }

    /** The trap for an access at {@code address} to what is not RAM. */
    public Trap accessFault(long address, Access access) {
        return trap.with(access.accessFault, address);
    }

    private long walk(long address, Access access) throws Trap {
        if (address << 25 >> 25 != address) {
            throw trap.with(access.pageFault, address);
        }
        while (true) {
            long table = (current.satp & PPN_MASK) << Tlb.PAGE_SHIFT;
            for (int level = LEVELS - 1; ; level--) {
                int shift = Tlb.PAGE_SHIFT + level * LEVEL_BITS;
                long slot = table + (address >>> shift & (1 << LEVEL_BITS) - 1) * 8;
                if (!memory.contains(slot, 8)) {
                    throw accessFault(address, access);
                }
                long pte = (long) PTE.getVolatile(ram, slot - memory.base());
                if ((pte & V) == 0 || (pte & (R | W)) == W || (pte & RESERVED) != 0) {
                    throw trap.with(access.pageFault, address);
                }
                long ppn = pte >>> PPN_SHIFT & PPN_MASK;
                if ((pte & (R | X)) == 0) {
                    if (level == 0 || (pte & (A | D | U)) != 0) {
                        throw trap.with(access.pageFault, address);
                    }
                    table = ppn << Tlb.PAGE_SHIFT;
                    continue;
                }
                long offsetMask = (1L << shift) - 1;
                boolean misaligned = (ppn << Tlb.PAGE_SHIFT & offsetMask) != 0;
                if ((pte & U) == 0 || (pte & access.permission) == 0 || misaligned) {
                    throw trap.with(access.pageFault, address);
                }
                long wanted = access == Access.WRITE ? A | D : A;
                if ((pte & wanted) != wanted && !PTE.compareAndSet(ram, slot - memory.base(), pte, pte | wanted)) {
                    break;
                }
                if (level > 0) {
                    current.noteSuperpage();
                }
                return ppn << Tlb.PAGE_SHIFT | address & offsetMask;
            }
        }
    }
}

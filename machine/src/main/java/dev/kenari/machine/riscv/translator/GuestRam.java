package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.mmu.Tlb;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The loads and stores of translated code. Each looks the page up in {@code entries} of the TLB; on a miss the {@link Execution}
 * does it. They are methods so that a miss at one site does not cost every other one its compiled code, and shared so that
 * they are compiled once; C2 inlines them where {@code ram} and {@code mask} are constants, and so needs no bounds check.
 *
 * <p>Accesses of an {@link AccessGroup} share one look-up, of their page.
 *
 * <p>An address that the TLB has is masked to the size of RAM, rounded up to a power of two, before RAM is touched: whatever
 * goes wrong elsewhere stays in the guest's memory. Any alignment; {@code site} is a {@link Site}.
 */
final class GuestRam {
    /** In place of what to add: no page has it, for it is no multiple of their size. */
    static final long ABSENT = 1;
    /** In place of a page's virtual address: no aligned address and no page, masked, is this. */
    static final long NO_TAG = 1 << Tlb.PAGE_SHIFT - 1;

    private GuestRam() {}

    private static int index(long address) {
        return (int) (address >>> Tlb.INDEX_SHIFT) & Tlb.INDEX_MASK;
    }

    static long lb(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address & Tlb.PAGE_MASK)
                ? ram.get(ValueLayout.JAVA_BYTE, address + entries[e + 1] & mask)
                : (byte) execution.load(address, 1, site);
    }

    static long lbu(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address & Tlb.PAGE_MASK)
                ? ram.get(ValueLayout.JAVA_BYTE, address + entries[e + 1] & mask) & 0xFF
                : execution.load(address, 1, site);
    }

    static long lh(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address + 1 & Tlb.PAGE_MASK)
                ? ram.get(PhysicalMemory.SHORT, address + entries[e + 1] & mask)
                : (short) execution.load(address, 2, site);
    }

    static long lhu(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address + 1 & Tlb.PAGE_MASK)
                ? ram.get(PhysicalMemory.SHORT, address + entries[e + 1] & mask) & 0xFFFF
                : execution.load(address, 2, site);
    }

    static long lw(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address + 3 & Tlb.PAGE_MASK)
                ? ram.get(PhysicalMemory.INT, address + entries[e + 1] & mask)
                : (int) execution.load(address, 4, site);
    }

    static long lwu(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address + 3 & Tlb.PAGE_MASK)
                ? ram.get(PhysicalMemory.INT, address + entries[e + 1] & mask) & 0xFFFF_FFFFL
                : execution.load(address, 4, site);
    }

    static long ld(Execution execution, long[] entries, long address, int site, MemorySegment ram, long mask) throws Trap {
        int e = index(address);
        return entries[e] == (address + 7 & Tlb.PAGE_MASK)
                ? ram.get(PhysicalMemory.LONG, address + entries[e + 1] & mask)
                : execution.load(address, 8, site);
    }

    static void sb(
            Execution execution, long[] entries, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        int e = index(address);
        if (entries[e] == (address & Tlb.PAGE_MASK)) {
            ram.set(ValueLayout.JAVA_BYTE, address + entries[e + 1] & mask, (byte) value);
        } else {
            execution.store(address, value, 1, site);
        }
    }

    static void sh(
            Execution execution, long[] entries, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        int e = index(address);
        if (entries[e] == (address + 1 & Tlb.PAGE_MASK)) {
            ram.set(PhysicalMemory.SHORT, address + entries[e + 1] & mask, (short) value);
        } else {
            execution.store(address, value, 2, site);
        }
    }

    static void sw(
            Execution execution, long[] entries, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        int e = index(address);
        if (entries[e] == (address + 3 & Tlb.PAGE_MASK)) {
            ram.set(PhysicalMemory.INT, address + entries[e + 1] & mask, (int) value);
        } else {
            execution.store(address, value, 4, site);
        }
    }

    static void sd(
            Execution execution, long[] entries, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        int e = index(address);
        if (entries[e] == (address + 7 & Tlb.PAGE_MASK)) {
            ram.set(PhysicalMemory.LONG, address + entries[e + 1] & mask, value);
        } else {
            execution.store(address, value, 8, site);
        }
    }

    /** What to add to addresses of the page that {@code first} and {@code last} are in; {@link #ABSENT} if the TLB does not have it. */
    static long page(long[] entries, long first, long last) {
        int e = index(first);
        return entries[e] == (last & Tlb.PAGE_MASK) ? entries[e + 1] : ABSENT;
    }

    /** The virtual address of the page of {@code address}, of which {@code page} says what to add; {@link #NO_TAG} if nothing. */
    static long tag(long page, long address) {
        return page == ABSENT ? NO_TAG : address & Tlb.PAGE_MASK;
    }

    static long lb(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(ValueLayout.JAVA_BYTE, address + page & mask)
                : (byte) execution.load(address, 1, site);
    }

    static long lbu(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(ValueLayout.JAVA_BYTE, address + page & mask) & 0xFF
                : execution.load(address, 1, site);
    }

    static long lh(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(PhysicalMemory.SHORT, address + page & mask)
                : (short) execution.load(address, 2, site);
    }

    static long lhu(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(PhysicalMemory.SHORT, address + page & mask) & 0xFFFF
                : execution.load(address, 2, site);
    }

    static long lw(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(PhysicalMemory.INT, address + page & mask)
                : (int) execution.load(address, 4, site);
    }

    static long lwu(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(PhysicalMemory.INT, address + page & mask) & 0xFFFF_FFFFL
                : execution.load(address, 4, site);
    }

    static long ld(Execution execution, long page, long address, int site, MemorySegment ram, long mask) throws Trap {
        return page != ABSENT
                ? ram.get(PhysicalMemory.LONG, address + page & mask)
                : execution.load(address, 8, site);
    }

    static void sb(Execution execution, long page, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        if (page != ABSENT) {
            ram.set(ValueLayout.JAVA_BYTE, address + page & mask, (byte) value);
        } else {
            execution.store(address, value, 1, site);
        }
    }

    static void sh(Execution execution, long page, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        if (page != ABSENT) {
            ram.set(PhysicalMemory.SHORT, address + page & mask, (short) value);
        } else {
            execution.store(address, value, 2, site);
        }
    }

    static void sw(Execution execution, long page, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        if (page != ABSENT) {
            ram.set(PhysicalMemory.INT, address + page & mask, (int) value);
        } else {
            execution.store(address, value, 4, site);
        }
    }

    static void sd(Execution execution, long page, long address, long value, int site, MemorySegment ram, long mask)
            throws Trap {
        if (page != ABSENT) {
            ram.set(PhysicalMemory.LONG, address + page & mask, value);
        } else {
            execution.store(address, value, 8, site);
        }
    }
}

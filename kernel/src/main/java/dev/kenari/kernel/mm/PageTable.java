package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;

/** An Sv39 page table in guest memory (Privileged Architecture, chapter "Sv39"): three levels of 512 eight-byte PTEs. */
final class PageTable {
    static final long VALID = 1;
    static final long READ = 1 << 1;
    static final long WRITE = 1 << 2;
    static final long EXECUTE = 1 << 3;
    static final long USER = 1 << 4;
    static final long ACCESSED = 1 << 6;
    static final long DIRTY = 1 << 7;
    /** Software bit (RSW): WRITE was taken away, or never given, so that the first write copies the frame. */
    static final long COPY_ON_WRITE = 1 << 8;

    private static final int LEVELS = 3;
    private static final int PTE_PPN_SHIFT = 10;

    /** Visits leaf entries. */
    interface Visitor {
        void visit(long address, long pteAddress, long pte);
    }

    private final Frames frames;
    private final PhysicalMemory memory;
    private final long root;
    private int tables = 1;

    PageTable(Frames frames) throws Errno {
        this.frames = frames;
        this.memory = frames.memory();
        this.root = frames.allocateZeroed();
    }

    long root() {
        return root;
    }

    /** Frames that the table itself takes. */
    int tables() {
        return tables;
    }

    static long frame(long pte) {
        return pte >>> PTE_PPN_SHIFT << Frames.SHIFT;
    }

    static long entry(long frame, long flags) {
        return frame >>> Frames.SHIFT << PTE_PPN_SHIFT | flags | VALID;
    }

    /** The PTE for {@code address}; 0 if there is none. */
    long get(long address) {
        long slot = find(address);
        return slot == 0 ? 0 : memory.getLong(slot);
    }

    /** Physical address of the leaf PTE slot for {@code address}; 0 if its table is absent. */
    long find(long address) {
        long table = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            long pte = memory.getLong(slot(table, address, level));
            if ((pte & VALID) == 0) {
                return 0;
            }
            table = frame(pte);
        }
        return slot(table, address, 0);
    }

    /** As {@link #find}, making the tables on the way. */
    long findOrMake(long address) throws Errno {
        long table = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            long slot = slot(table, address, level);
            long pte = memory.getLong(slot);
            if ((pte & VALID) == 0) {
                long next = frames.allocateZeroed();
                tables++;
                memory.putLong(slot, entry(next, 0));
                table = next;
            } else {
                table = frame(pte);
            }
        }
        return slot(table, address, 0);
    }

    /** Visits the valid leaf entries from {@code start} to {@code end} (exclusive), in order. */
    void forEach(long start, long end, Visitor visitor) {
        long address = start;
        while (address < end) {
            long top = memory.getLong(slot(root, address, 2));
            if ((top & VALID) == 0) {
                address = (address >>> 30) + 1 << 30;
                continue;
            }
            long middle = memory.getLong(slot(frame(top), address, 1));
            if ((middle & VALID) == 0) {
                address = (address >>> 21) + 1 << 21;
                continue;
            }
            long table = frame(middle);
            long tableEnd = Math.min(end, (address >>> 21) + 1 << 21);
            for (; address < tableEnd; address += Frames.SIZE) {
                long slot = slot(table, address, 0);
                long pte = memory.getLong(slot);
                if ((pte & VALID) != 0) {
                    visitor.visit(address, slot, pte);
                }
            }
        }
    }

    /** Frees the tables; leaf frames must have been released before. */
    void free() {
        freeLevel(root, LEVELS - 1);
    }

    private void freeLevel(long table, int level) {
        if (level > 0) {
            for (int i = 0; i < 512; i++) {
                long pte = memory.getLong(table + i * 8L);
                if ((pte & VALID) != 0) {
                    freeLevel(frame(pte), level - 1);
                }
            }
        }
        frames.release(table);
    }

    private static long slot(long table, long address, int level) {
        return table + (address >>> Frames.SHIFT + 9 * level & 0x1FF) * 8;
    }
}

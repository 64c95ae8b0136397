package dev.kenari.kernel.fault;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.ProtectionFault;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * A write through a wrong pointer. In the kernel it lands: in a frame that a program or the page cache holds, in a page table, or in the
 * frame table. Out of a domain the same write is tried the only way a domain can, through its memory.
 */
final class WildWrite {
    private static final int WORDS = 64;
    private static final int PTES = 512;
    private static final int PTE_PPN_SHIFT = 10;

    private final Kernel kernel;
    private final Environment environment;
    private final boolean isolated;
    private final Bits bits;

    WildWrite(Kernel kernel, Environment environment, boolean isolated, Bits bits) {
        this.kernel = kernel;
        this.environment = environment;
        this.isolated = isolated;
        this.bits = bits;
    }

    void happen() {
        switch (bits.below(4)) {
            case 0 -> write(pageTableEntry(), 1);
            case 1 -> frameTable();
            default -> write(usedFrame() + 8L * bits.below(Frames.SIZE / 8 - WORDS), WORDS);
        }
    }

    private void write(long address, int words) {
        for (int i = 0; i < words; i++) {
            environment.memory().putLong(address + 8L * i, bits.next());
        }
    }

    private long usedFrame() {
        Frames frames = kernel.frames();
        long base = frames.memory().base();
        int used = frames.total() - frames.free();
        for (int tries = 0; tries < 1000; tries++) {
            // Frames are handed out from the bottom.
            long frame = base + ((long) bits.below(Math.max(1, used)) << Frames.SHIFT);
            if (frames.references(frame) > 0) {
                return frame;
            }
        }
        return base;
    }

    /** A valid entry of a program's page table, at a level that the seed chooses. */
    private long pageTableEntry() {
        List<AddressSpace> spaces = new ArrayList<>();
        for (Task task : kernel.scheduler().tasks()) {
            if (task.space() != null) {
                spaces.add(task.space());
            }
        }
        if (spaces.isEmpty()) {
            return usedFrame();
        }
        long table = spaces.get(bits.below(spaces.size())).root();
        long entry = validEntry(table);
        for (int level = bits.below(3); level > 0; level--) {
            table = kernel.frames().memory().getLong(entry) >>> PTE_PPN_SHIFT << Frames.SHIFT;
            entry = validEntry(table);
        }
        return entry;
    }

    private long validEntry(long table) {
        PhysicalMemory memory = kernel.frames().memory();
        int first = bits.below(PTES);
        for (int i = 0; i < PTES; i++) {
            long entry = table + 8L * ((first + i) % PTES);
            if ((memory.getLong(entry) & 1) != 0) {
                return entry;
            }
        }
        return table;
    }

    private void frameTable() {
        if (isolated) {
            throw new ProtectionFault("a write to the kernel's frame table");
        }
        kernel.frames().scribble(usedFrame(), bits.below(3));
    }
}

package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.isa.Decoder;
import java.util.Arrays;

/**
 * The decoded instructions of one frame: a slot per halfword, 0 until decoded. Harts read slots without a lock; slots change
 * under the page's monitor, so that a fence never misses an instruction that is being decoded.
 */
final class CodePage {
    static final int SLOTS = 2048;
    /** In the two slots past the end, where an instruction of 2 or 4 bytes at the end leads. */
    static final int PAGE_END = 0x1FF;

    final long[] slots = newSlots();
    private final PhysicalMemory memory;
    private final long frame;
    private boolean dropped;

    CodePage(PhysicalMemory memory, long frame) {
        this.memory = memory;
        this.frame = frame;
    }

    static long[] newSlots() {
        long[] slots = new long[SLOTS + 2];
        slots[SLOTS] = PAGE_END;
        slots[SLOTS + 1] = PAGE_END;
        return slots;
    }

    /** Decodes slot {@code index}; false if the page is no longer used, or the instruction reaches into the next page. */
    synchronized boolean decode(int index) {
        long address = frame + index * 2L;
        int bits = Short.toUnsignedInt(memory.getShort(address));
        if (Decoder.length(bits) == 4) {
            if (index == SLOTS - 1) {
                return false;
            }
            bits |= memory.getShort(address + 2) << 16;
        }
        if (dropped) {
            return false;
        }
        slots[index] = Decoder.decode(bits);
        return true;
    }

    synchronized void clear() {
        Arrays.fill(slots, 0, SLOTS, 0);
    }

    /** Clears the page for good: harts that still see it must look it up again. */
    synchronized void drop() {
        dropped = true;
        clear();
    }
}

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
    /** In the last slot: the instruction reaches into the next page, and so depends on what page that is. */
    static final int ACROSS = 0x1FE;
    /** In the two slots past the end, where an instruction of 2 or 4 bytes at the end leads. */
    static final int PAGE_END = 0x1FF;

    final long[] slots = newSlots();
    /** Past the page: not 0 while an engine may hold an instruction that ends in this page. Cleared with the rest. */
    static final int ENTERED = SLOTS + 2;

    private final PhysicalMemory memory;
    private final long frame;
    private boolean dropped;

    CodePage(PhysicalMemory memory, long frame) {
        this.memory = memory;
        this.frame = frame;
    }

    static long[] newSlots() {
        long[] slots = new long[SLOTS + 3];
        slots[SLOTS] = PAGE_END;
        slots[SLOTS + 1] = PAGE_END;
        return slots;
    }

    /** Decodes slot {@code index}, to {@link #ACROSS} if need be; false if the page is no longer used. */
    synchronized boolean decode(int index) {
        long address = frame + index * 2L;
        int bits = Short.toUnsignedInt(memory.getShort(address));
        if (Decoder.length(bits) == 4) {
            if (index == SLOTS - 1) {
                slots[index] = ACROSS;
                return !dropped;
            }
            bits |= memory.getShort(address + 2) << 16;
        }
        if (!dropped) {
            slots[index] = Decoder.decode(bits);
        }
        return !dropped;
    }

    /**
     * Decodes the instruction whose first half is this page's last and whose second half is the {@code next} page's first; 0
     * if one of them is no longer used.
     */
    long decodeAcross(CodePage next) {
        int low;
        synchronized (this) {
            if (dropped) {
                return 0;
            }
            slots[SLOTS - 1] = ACROSS;
            low = Short.toUnsignedInt(memory.getShort(frame + 2L * (SLOTS - 1)));
        }
        synchronized (next) {
            if (next.dropped) {
                return 0;
            }
            next.slots[ENTERED] = 1;
            return Decoder.decode(low | memory.getShort(next.frame) << 16);
        }
    }

    synchronized void clear() {
        Arrays.fill(slots, 0, SLOTS, 0);
        slots[ENTERED] = 0;
    }

    /** Clears the page for good: harts that still see it must look it up again. */
    synchronized void drop() {
        dropped = true;
        clear();
    }
}

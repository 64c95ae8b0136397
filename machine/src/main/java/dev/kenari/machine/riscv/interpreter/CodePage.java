package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.isa.Decoder;
import dev.kenari.machine.riscv.isa.Instruction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The decoded instructions of one frame: a slot per halfword, 0 until decoded. Harts read slots without a lock; slots change
 * under the page's monitor, so that a fence never misses an instruction that is being decoded.
 *
 * <p>Instructions come from a copy of the frame, taken when the page is first used and after each fence that finds it changed.
 */
public final class CodePage {
    public static final int SLOTS = 2048;
    /** In place of an instruction that translated code begins with; the immediate is for the translator. */
    public static final int ENTRY = 0x1FD;
    /** In the last slot: the instruction reaches into the next page, and so depends on what page that is. */
    public static final int ACROSS = 0x1FE;
    /** In the two slots past the end, where an instruction of 2 or 4 bytes at the end leads. */
    static final int PAGE_END = 0x1FF;

    final long[] slots = newSlots();
    /** Past the page: not 0 while an engine may hold an instruction that ends in this page. Cleared with the rest. */
    static final int ENTERED = SLOTS + 2;

    private static final int SIZE = 2 * SLOTS;

    private final MemorySegment frame;
    private final byte[] content = new byte[SIZE];
    private final List<Dependent> dependents = new ArrayList<>();
    private boolean dropped;
    /** Of {@link #content}; 0 until asked for. */
    private long fingerprint;

    CodePage(PhysicalMemory memory, long frame) {
        this.frame = memory.segment().asSlice(frame - memory.base(), SIZE);
        copy();
    }

    static long[] newSlots() {
        long[] slots = new long[SLOTS + 3];
        slots[SLOTS] = PAGE_END;
        slots[SLOTS + 1] = PAGE_END;
        return slots;
    }

    private void copy() {
        MemorySegment.copy(frame, 0, MemorySegment.ofArray(content), 0, SIZE);
        fingerprint = 0;
    }

    /** Tells the content from others: two checksums, as a wrong guess costs only time. */
    public synchronized long fingerprint() {
        if (fingerprint == 0) {
            CRC32 high = new CRC32();
            CRC32C low = new CRC32C();
            high.update(content);
            low.update(content);
            fingerprint = high.getValue() << Integer.SIZE | low.getValue();
        }
        return fingerprint;
    }

    /** Two bytes of what was decoded: those of slot {@code index}. */
    public int halfword(int index) {
        return content[2 * index] & 0xFF | (content[2 * index + 1] & 0xFF) << 8;
    }

    /** Decodes slot {@code index}, to {@link #ACROSS} if need be; false if the page is no longer used. */
    synchronized boolean decode(int index) {
        if (!dropped) {
            slots[index] = original(index);
        }
        return !dropped;
    }

    /** What slot {@code index} holds unless it is an {@link #ENTRY}. */
    public synchronized long original(int index) {
        int bits = halfword(index);
        if (Decoder.length(bits) == 4) {
            if (index == SLOTS - 1) {
                return ACROSS;
            }
            bits |= halfword(index + 1) << 16;
        }
        return Decoder.decode(bits);
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
            low = halfword(SLOTS - 1);
        }
        synchronized (next) {
            if (next.dropped) {
                return 0;
            }
            next.slots[ENTERED] = 1;
            return Decoder.decode(low | next.halfword(0) << 16);
        }
    }

    /** The instruction that begins at the end of this page and ends in {@code next}. */
    public long originalAcross(CodePage next) {
        return Decoder.decode(halfword(SLOTS - 1) | next.halfword(0) << 16);
    }

    /** What slot {@code index} holds; 0 if its instruction has never run. */
    public long slot(int index) {
        return slots[index];
    }

    /**
     * From now on translated code begins at slot {@code index}, which is decoded; {@code id} comes back in the slot. No effect
     * if the page has changed since {@code dependent} was added.
     */
    public synchronized void enter(int index, int id, Dependent dependent) {
        if (dependents.contains(dependent)) {
            slots[index] = (long) id << 32 | ENTRY;
        }
    }

    /** {@code dependent} is made of the page as it is now. */
    public synchronized void add(Dependent dependent) {
        if (dropped) {
            dependent.invalidate();
        } else {
            dependents.add(dependent);
        }
    }

    /** Slots that enter {@code id} (0: none do) are as they were; the page no longer tells {@code dependent}. */
    public synchronized void remove(int id, Dependent dependent) {
        if (dependents.remove(dependent)) {
            for (int i = 0; id != 0 && i < SLOTS; i++) {
                if (Instruction.code(slots[i]) == ENTRY && slots[i] >> 32 == id) {
                    slots[i] = 0;
                }
            }
        }
    }

    /** A fence: forgets what was decoded unless the frame is as it was. */
    synchronized void refresh() {
        if (MemorySegment.ofArray(content).mismatch(frame) >= 0) {
            clear();
        }
    }

    private void clear() {
        Arrays.fill(slots, 0, SLOTS, 0);
        slots[ENTERED] = 0;
        List.copyOf(dependents).forEach(Dependent::invalidate);
        dependents.clear();
        copy();
    }

    /** Clears the page for good: harts that still see it must look it up again. */
    synchronized void drop() {
        dropped = true;
        clear();
    }
}

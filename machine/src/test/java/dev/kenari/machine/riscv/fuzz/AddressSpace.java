package dev.kenari.machine.riscv.fuzz;

import static dev.kenari.machine.riscv.TestMachine.U;
import static dev.kenari.machine.riscv.TestMachine.V;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.TestMachine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A task's page tables and frames, from RAM of its own: which frames it uses depends on nothing but what it does. A page keeps
 * its frame while it is not mapped.
 */
final class AddressSpace {
    private static final int PAGE = Layout.PAGE;
    private static final long MODE_SV39 = 8L << 60;

    private final PhysicalMemory memory;
    private final Hart hart;
    private final long root;
    private final long satp;
    private final Deque<Long> free = new ArrayDeque<>();
    private final SortedMap<Long, Long> frames = new TreeMap<>();

    AddressSpace(PhysicalMemory memory, Hart hart, int asid, long base, int count) {
        this.memory = memory;
        this.hart = hart;
        for (int i = 0; i < count; i++) {
            free.add(base + (long) i * PAGE);
        }
        root = free.remove();
        satp = MODE_SV39 | (long) asid << 44 | root >>> 12;
    }

    long satp() {
        return satp;
    }

    /** The address of the page's PTE. */
    private long slot(long page) {
        long table = root;
        for (int level = 2; level > 0; level--) {
            long slot = table + (page >>> 12 + 9 * level & 511) * 8;
            if (memory.getLong(slot) == 0) {
                memory.putLong(slot, free.remove() >>> 12 << 10 | V);
            }
            table = memory.getLong(slot) >>> 10 << 12;
        }
        return table + (page >>> 12 & 511) * 8;
    }

    boolean has(long page) {
        return frames.containsKey(page);
    }

    int flags(long page) {
        return (int) memory.getLong(slot(page)) & 0xFF;
    }

    /** The frame of {@code page}, made and filled with zeros if need be. */
    long frame(long page) {
        return frames.computeIfAbsent(page, p -> {
            long frame = free.remove();
            memory.fill(frame, PAGE, (byte) 0);
            hart.fenceInstructions(frame);
            return frame;
        });
    }

    /** Makes {@code page} another name of {@code other}'s frame. */
    void alias(long page, long other) {
        frames.put(page, frame(other));
    }

    /** Gives {@code page} a frame outside RAM. */
    void device(long page) {
        frames.put(page, 0x1000_0000L);
    }

    /** Maps the page's frame with {@code permissions}; 0 makes the PTE invalid. The caller fences. */
    void protect(long page, int permissions) {
        long pte = permissions == 0 ? 0 : frame(page) >>> 12 << 10 | permissions | V | U;
        memory.putLong(slot(page), pte);
    }

    /** Moves the page to another frame of the same content; the old one is filled with what is neither code nor data. */
    void move(long page) {
        long old = frame(page);
        if (!memory.contains(old, PAGE)) {
            return;
        }
        long frame = free.remove();
        memory.copy(old, frame, PAGE);
        hart.fenceInstructions(frame);
        frames.put(page, frame);
        int flags = flags(page);
        memory.putLong(slot(page), flags == 0 ? 0 : frame >>> 12 << 10 | flags);
        hart.fenceVma(page);
        if (!frames.containsValue(old)) {
            memory.fill(old, PAGE, (byte) 0xEE);
            hart.fenceInstructions(old);
            free.addFirst(old);
        }
    }

    /** Clears A and D of every page. */
    void age() {
        for (long page : frames.keySet()) {
            long slot = slot(page);
            memory.putLong(slot, memory.getLong(slot) & ~0xC0L);
        }
        hart.fenceVma(-1);
    }

    /** Writes the supervisor's bytes at the start of {@code page}. */
    void write(long page, byte[] bytes, int from) {
        long frame = frame(page);
        memory.fill(frame, PAGE, (byte) 0);
        memory.write(frame, bytes, from, Math.min(PAGE, bytes.length - from));
        hart.fenceInstructions(frame);
    }

    /** The halfword at a virtual address, mapped or not; 0 if it has no frame. */
    int halfword(long address) {
        Long frame = frames.get(address & -PAGE);
        return frame == null ? 0 : Short.toUnsignedInt(memory.getShort(frame + (address & PAGE - 1)));
    }

    /** A hash of all pages' contents. */
    long memoryHash() {
        CRC32C crc = new CRC32C();
        for (long frame : frames.values()) {
            if (memory.contains(frame, PAGE)) {
                crc.update(memory.segment().asSlice(frame - memory.base(), PAGE).asByteBuffer());
            }
        }
        return crc.getValue();
    }

    /** A hash of the PTEs, without their A bits. */
    long tablesHash() {
        long hash = 0;
        for (long page : frames.keySet()) {
            hash = hash * 31 + (memory.getLong(slot(page)) & ~TestMachine.A);
        }
        return hash;
    }

    /** The A bits of the pages in use, in ascending order. */
    long accessed() {
        long bits = 0;
        for (long page : frames.keySet()) {
            bits = bits << 1 | (flags(page) & TestMachine.A) / TestMachine.A;
        }
        return bits;
    }
}

package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.bus.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The decoded pages of a board, by frame; shared by its harts. Bounded: a guest that executes all of its memory makes it start
 * again, not fill the host's heap.
 */
public final class CodeCache {
    private static final int MAX_PAGES = 4096;
    private static final int FRAME_SHIFT = 12;
    private static final int FRAME_SIZE = 1 << FRAME_SHIFT;

    private final PhysicalMemory memory;
    private final AtomicReferenceArray<CodePage> byFrame;
    private final List<Integer> used = new ArrayList<>();

    public CodeCache(PhysicalMemory memory) {
        this.memory = memory;
        this.byFrame = new AtomicReferenceArray<>((int) (memory.size() >>> FRAME_SHIFT));
    }

    PhysicalMemory memory() {
        return memory;
    }

    /** The page that holds {@code physical}; null if it is not all RAM. */
    CodePage page(long physical) {
        long frame = physical & -FRAME_SIZE;
        if (!memory.contains(frame, FRAME_SIZE)) {
            return null;
        }
        int index = index(frame);
        CodePage page = byFrame.get(index);
        return page != null ? page : add(index, frame);
    }

    private synchronized CodePage add(int index, long frame) {
        CodePage page = byFrame.get(index);
        if (page == null) {
            if (used.size() == MAX_PAGES) {
                for (int i : used) {
                    byFrame.getAndSet(i, null).drop();
                }
                used.clear();
            }
            page = new CodePage(memory, frame);
            byFrame.set(index, page);
            used.add(index);
        }
        return page;
    }

    /** Pages that hold decoded instructions. */
    synchronized int pages() {
        return used.size();
    }

    /** Forgets what was decoded from the frame at {@code address}. */
    void fence(long address) {
        if (memory.contains(address & -FRAME_SIZE, FRAME_SIZE)) {
            CodePage page = byFrame.get(index(address));
            if (page != null) {
                page.refresh();
            }
        }
    }

    /** Forgets all decoded instructions. */
    synchronized void fence() {
        for (int i : used) {
            byFrame.get(i).refresh();
        }
    }

    private int index(long address) {
        return (int) (address - memory.base() >>> FRAME_SHIFT);
    }
}

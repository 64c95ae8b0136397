package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The frame allocator: 4 KiB frames of RAM with reference counts. A frame is its physical address. Frames never handed out
 * before are known to be zero and are not cleared again. Pages of device registers can be mapped as frames are, but are not counted.
 */
public final class Frames {
    public static final int SIZE = 4096;
    public static final int SHIFT = 12;

    private final PhysicalMemory memory;
    private final int total;
    private final int[] references;
    private final boolean[] code;
    private int[] free = new int[1024];
    private int freeCount;
    private int fresh;
    private BooleanSupplier reclaim = () -> false;

    public Frames(PhysicalMemory memory) {
        this.memory = memory;
        this.total = (int) (memory.size() >>> SHIFT);
        this.references = new int[total];
        this.code = new boolean[total];
    }

    /** What to call when no frame is free; returns whether it freed some. */
    public void setReclaim(BooleanSupplier reclaim) {
        this.reclaim = reclaim;
    }

    /** A frame of zeroes with one reference. */
    public long allocateZeroed() throws Errno {
        boolean wasFree = freeCount > 0;
        long frame = allocate();
        if (wasFree) {
            memory.fill(frame, SIZE, (byte) 0);
        }
        return frame;
    }

    /** A frame of unspecified content with one reference. */
    public long allocate() throws Errno {
        while (freeCount == 0 && fresh == total) {
            if (!reclaim.getAsBoolean()) {
                throw Errno.ENOMEM;
            }
        }
        int index = freeCount > 0 ? free[--freeCount] : fresh++;
        references[index] = 1;
        code[index] = false;
        return memory.base() + ((long) index << SHIFT);
    }

    /** Whether it is RAM, and not registers of a device. */
    boolean isMemory(long frame) {
        return memory.contains(frame, SIZE);
    }

    public void retain(long frame) {
        if (isMemory(frame)) {
            references[index(frame)]++;
        }
    }

    /** Drops a reference; the last one frees the frame. */
    public void release(long frame) {
        if (!isMemory(frame)) {
            return;
        }
        int index = index(frame);
        assert references[index] > 0 : "frame released twice";
        if (--references[index] == 0) {
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, free.length * 2);
            }
            free[freeCount++] = index;
        }
    }

    /** How many hold it; one for registers of a device. */
    public int references(long frame) {
        return isMemory(frame) ? references[index(frame)] : 1;
    }

    /** Whether harts may hold decoded instructions of this frame that are current. */
    boolean isCode(long frame) {
        return isMemory(frame) && code[index(frame)];
    }

    void setCode(long frame, boolean value) {
        code[index(frame)] = value;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public int total() {
        return total;
    }

    public int free() {
        return freeCount + total - fresh;
    }

    /** For fault injection: what a stray write does to the table's entry for {@code frame}. */
    public void scribble(long frame, int value) {
        references[index(frame)] = value;
    }

    private int index(long frame) {
        return (int) (frame - memory.base() >>> SHIFT);
    }
}

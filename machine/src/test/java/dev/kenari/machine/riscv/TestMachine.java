package dev.kenari.machine.riscv;

import dev.kenari.machine.Clock;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Program;
import java.util.List;

/** Harts over a little RAM, with a supervisor that maps pages as it is told. */
public final class TestMachine implements AutoCloseable {
    public static final long BASE = 0x8000_0000L;
    public static final int V = 1;
    public static final int R = 1 << 1;
    public static final int W = 1 << 2;
    public static final int X = 1 << 3;
    public static final int U = 1 << 4;
    public static final int A = 1 << 6;
    public static final int D = 1 << 7;
    public static final int PAGE = 4096;

    public final PhysicalMemory memory;
    public final Clock clock = new TestClock();
    public final List<? extends Hart> harts;
    public final Hart hart;
    public final Registers registers = new Registers();
    private long nextFrame = BASE;
    private final long root;

    public TestMachine(HartFactory engine) {
        this(engine, 1);
    }

    public TestMachine(HartFactory engine, int count) {
        memory = new PhysicalMemory(BASE, 4 << 20);
        harts = engine.create(count, memory, clock);
        hart = harts.getFirst();
        root = frame();
        harts.forEach(h -> h.setSatp(satp(1)));
    }

    /** The address space's root with ASID {@code asid}. */
    public long satp(int asid) {
        return 8L << 60 | (long) asid << 44 | root >>> 12;
    }

    public long frame() {
        long frame = nextFrame;
        nextFrame += PAGE;
        return frame;
    }

    /** Makes the PTE of a new page; returns its frame. */
    public long map(long address, int flags) {
        long frame = frame();
        setPte(address, 0, frame >>> 12 << 10 | flags);
        return frame;
    }

    /** The address of the PTE slot at {@code level} (0: 4 KiB pages). */
    public long slot(long address, int level) {
        long table = root;
        for (int l = 2; l > level; l--) {
            long slot = table + (address >>> 12 + 9 * l & 511) * 8;
            if (memory.getLong(slot) == 0) {
                memory.putLong(slot, frame() >>> 12 << 10 | V);
            }
            table = memory.getLong(slot) >>> 10 << 12;
        }
        return table + (address >>> 12 + 9 * level & 511) * 8;
    }

    public void setPte(long address, int level, long pte) {
        memory.putLong(slot(address, level), pte);
    }

    public long pte(long address) {
        return memory.getLong(slot(address, 0));
    }

    /** Maps pages for {@code program} (read, write, execute) and copies it. */
    public void load(Program program) {
        load(program.origin(), program.code(), pteFlags());
    }

    /** What programs' pages are mapped with. */
    public int pteFlags() {
        return V | R | W | X | U;
    }

    public void load(long address, byte[] bytes, int flags) {
        for (int at = 0; at < bytes.length; at += PAGE) {
            long frame = map(address + at, flags);
            memory.write(frame, bytes, at, Math.min(PAGE, bytes.length - at));
        }
    }

    /** Assembles and loads {@code source} at 0x10000 and runs it there until a trap; returns the cause. */
    public int run(String source) {
        Program program = Assembler.assemble(source, 0x10000);
        load(program);
        hart.fenceVma(-1);
        registers.pc = 0x10000;
        return hart.run(registers);
    }

    @Override
    public void close() {
        memory.close();
    }
}

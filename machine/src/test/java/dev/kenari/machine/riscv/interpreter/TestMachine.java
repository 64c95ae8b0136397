package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Program;
import java.util.List;

/** Harts over a little RAM, with a supervisor that maps pages as it is told. */
final class TestMachine implements AutoCloseable {
    static final long BASE = 0x8000_0000L;
    static final int V = 1;
    static final int R = 1 << 1;
    static final int W = 1 << 2;
    static final int X = 1 << 3;
    static final int U = 1 << 4;
    static final int A = 1 << 6;
    static final int D = 1 << 7;
    static final int PAGE = 4096;

    final PhysicalMemory memory;
    final Clock clock = new TestClock();
    final List<Hart> harts;
    final Hart hart;
    final Registers registers = new Registers();
    private long nextFrame = BASE;
    private final long root;

    TestMachine() {
        this(1);
    }

    TestMachine(int count) {
        memory = new PhysicalMemory(BASE, 4 << 20);
        harts = Harts.create(count, memory, clock);
        hart = harts.getFirst();
        root = frame();
        harts.forEach(h -> h.setSatp(satp(1)));
    }

    /** The address space's root with ASID {@code asid}. */
    long satp(int asid) {
        return 8L << 60 | (long) asid << 44 | root >>> 12;
    }

    long frame() {
        long frame = nextFrame;
        nextFrame += PAGE;
        return frame;
    }

    /** Makes the PTE of a new page; returns its frame. */
    long map(long address, int flags) {
        long frame = frame();
        setPte(address, 0, frame >>> 12 << 10 | flags);
        return frame;
    }

    /** The address of the PTE slot at {@code level} (0: 4 KiB pages). */
    long slot(long address, int level) {
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

    void setPte(long address, int level, long pte) {
        memory.putLong(slot(address, level), pte);
    }

    long pte(long address) {
        return memory.getLong(slot(address, 0));
    }

    /** Maps pages for {@code program} (read, write, execute) and copies it. */
    void load(Program program) {
        load(program.origin(), program.code(), pteFlags());
    }

    /** What programs' pages are mapped with. */
    int pteFlags() {
        return V | R | W | X | U;
    }

    void load(long address, byte[] bytes, int flags) {
        for (int at = 0; at < bytes.length; at += PAGE) {
            long frame = map(address + at, flags);
            memory.write(frame, bytes, at, Math.min(PAGE, bytes.length - at));
        }
    }

    /** Assembles and loads {@code source} at 0x10000 and runs it there until a trap; returns the cause. */
    int run(String source) {
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

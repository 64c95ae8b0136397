package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.mmu.Mmu;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A hart that interprets, and leaves to a translator what it has translated. */
public final class InterpreterHart implements Hart {
    private final int id;
    private final PhysicalMemory memory;
    private final Clock clock;
    private final CodeCache codeCache;
    private final Mmu mmu;
    private final Interrupts interrupts;
    private final Interpreter interpreter;

    /** Hart {@code id} of the board whose harts share {@code codeCache}. */
    public InterpreterHart(int id, CodeCache codeCache, Clock clock) {
        this.id = id;
        this.codeCache = codeCache;
        this.memory = codeCache.memory();
        this.clock = clock;
        Trap trap = new Trap();
        this.mmu = new Mmu(memory, trap);
        this.interrupts = new Interrupts(clock);
        this.interpreter = new Interpreter(codeCache, mmu, trap, clock, interrupts);
    }

    /** As the other, with a translator. */
    public InterpreterHart(int id, CodeCache codeCache, Clock clock, Function<Internals, TranslatedCode> translator) {
        this(id, codeCache, clock);
        interpreter.setTranslatedCode(translator.apply(interpreter));
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public PhysicalMemory memory() {
        return memory;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void connect(Bus bus) {
        interpreter.guestMemory().connect(bus);
    }

    @Override
    public int run(Registers registers) {
        return interpreter.run(registers);
    }

    @Override
    public long trapValue() {
        return interpreter.trapValue();
    }

    @Override
    public void setSatp(long satp) {
        mmu.setSatp(satp);
    }

    @Override
    public long satp() {
        return mmu.satp();
    }

    @Override
    public void fenceVma(long address) {
        mmu.fence(address);
    }

    @Override
    public void fenceInstructions() {
        codeCache.fence();
    }

    @Override
    public void fenceInstructions(long address) {
        codeCache.fence(address);
    }

    @Override
    public void raise(int cause) {
        interrupts.raise(cause);
    }

    @Override
    public void lower(int cause) {
        interrupts.lower(cause);
    }

    @Override
    public void setTimer(long nanos) {
        interrupts.setTimer(nanos);
    }

    @Override
    public void waitForInterrupt() {
        interrupts.await();
    }

    @Override
    public int pending() {
        return interrupts.pending();
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counts = new LinkedHashMap<>(interpreter.translatedCode());
        if (id == 0) {
            counts.put("pages of decoded instructions", (long) codeCache.pages());
        }
        return counts;
    }

    @Override
    public long retired() {
        return interpreter.retired();
    }
}

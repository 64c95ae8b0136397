package dev.kenari.machine.device;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A hart that runs nothing: it shows which interrupts reach it and when its timer is due. */
public final class WiredHart implements Hart {
    private final int id;
    private final PhysicalMemory memory;
    private final Clock clock;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile long timer = Long.MAX_VALUE;

    public WiredHart(int id, PhysicalMemory memory, Clock clock) {
        this.id = id;
        this.memory = memory;
        this.clock = clock;
    }

    public static List<WiredHart> create(int count, PhysicalMemory memory, Clock clock) {
        return IntStream.range(0, count).mapToObj(id -> new WiredHart(id, memory, clock)).toList();
    }

    public boolean pending(int cause) {
        return (pending() & 1 << cause) != 0;
    }

    public long timer() {
        return timer;
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
    public void connect(Bus bus) {}

    @Override
    public int run(Registers registers) {
        throw new IllegalStateException("this hart runs nothing");
    }

    @Override
    public long trapValue() {
        return 0;
    }

    @Override
    public void setSatp(long satp) {}

    @Override
    public long satp() {
        return 0;
    }

    @Override
    public void fenceVma(long address) {}

    @Override
    public void fenceInstructions() {}

    @Override
    public void fenceInstructions(long address) {}

    @Override
    public void raise(int cause) {
        pending.getAndUpdate(p -> p | 1 << cause);
    }

    @Override
    public void lower(int cause) {
        pending.getAndUpdate(p -> p & ~(1 << cause));
    }

    @Override
    public void setTimer(long nanos) {
        timer = nanos;
    }

    @Override
    public void waitForInterrupt() {}

    @Override
    public int pending() {
        return pending.get();
    }

    @Override
    public long retired() {
        return 0;
    }
}

package dev.kenari.kernel.harness;

import dev.kenari.kernel.KernelPanic;
import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A hart that only waits for interrupts. */
final class IdleHart implements Hart {
    private final int id;
    private final PhysicalMemory memory;
    private final Clock clock;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile Thread waiter;
    private volatile long timer = Long.MAX_VALUE;
    private long satp;

    IdleHart(int id, PhysicalMemory memory, Clock clock) {
        this.id = id;
        this.memory = memory;
        this.clock = clock;
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
        throw new KernelPanic("this hart runs no programs");
    }

    @Override
    public long trapValue() {
        return 0;
    }

    @Override
    public void setSatp(long value) {
        satp = value;
    }

    @Override
    public long satp() {
        return satp;
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
        LockSupport.unpark(waiter);
    }

    @Override
    public void lower(int cause) {
        pending.getAndUpdate(p -> p & ~(1 << cause));
    }

    @Override
    public void setTimer(long nanos) {
        timer = nanos;
        lower(Cause.TIMER);
    }

    @Override
    public void waitForInterrupt() {
        waiter = Thread.currentThread();
        while (pending() == 0) {
            long left = timer == Long.MAX_VALUE ? Long.MAX_VALUE : timer - clock.nanos();
            LockSupport.parkNanos(this, left);
        }
        waiter = null;
    }

    @Override
    public int pending() {
        if (clock.nanos() >= timer) {
            raise(Cause.TIMER);
        }
        return pending.get();
    }

    @Override
    public long retired() {
        return 0;
    }
}

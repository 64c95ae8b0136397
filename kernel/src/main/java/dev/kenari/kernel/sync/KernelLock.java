package dev.kenari.kernel.sync;

import dev.kenari.machine.sync.LockRank;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The giant lock. It belongs to a hart and is handed from one task's thread to the next with it, so nobody is its owner. Free or
 * held by one, it costs an atomic operation; who finds it held spins first, since a trap is shorter than a wake-up, then parks
 * (the three states of Drepper, "Futexes Are Tricky", 2011).
 */
public final class KernelLock {
    private static final int FREE = 0;
    private static final int HELD = 1;
    /** Held, and somebody may be parked. */
    private static final int CONTENDED = 2;

    private static final int SPINS = 500;

    private final AtomicInteger state = new AtomicInteger();
    private final Queue<Thread> waiters = new ConcurrentLinkedQueue<>();

    public void acquire() {
        assert LockRank.KERNEL.allowed() : "the kernel lock is taken before all others";
        if (!state.compareAndSet(FREE, HELD)) {
            contend();
        }
    }

    private void contend() {
        for (int i = 0; i < SPINS; i++) {
            if (state.getOpaque() == FREE && state.compareAndSet(FREE, HELD)) {
                return;
            }
            Thread.onSpinWait();
        }
        Thread self = Thread.currentThread();
        waiters.add(self);
        while (state.getAndSet(CONTENDED) != FREE) {
            LockSupport.park(this);
        }
        waiters.remove(self);
    }

    public void release() {
        int was = state.getAndSet(FREE);
        assert was != FREE : "kernel lock released twice";
        if (was == CONTENDED) {
            LockSupport.unpark(waiters.peek());
        }
    }
}

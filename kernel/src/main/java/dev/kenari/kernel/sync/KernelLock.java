package dev.kenari.kernel.sync;

import dev.kenari.machine.sync.LockRank;
import java.util.concurrent.Semaphore;

/**
 * The giant lock. A semaphore, since it belongs to a hart and is handed from one task's thread to the next with it.
 */
public final class KernelLock {
    private final Semaphore permit = new Semaphore(1);

    public void acquire() {
        assert LockRank.KERNEL.allowed() : "the kernel lock is taken before all others";
        permit.acquireUninterruptibly();
    }

    public void release() {
        permit.release();
        assert permit.availablePermits() <= 1 : "kernel lock released twice";
    }

    /** Whether some hart is in the kernel. */
    public boolean held() {
        return permit.availablePermits() == 0;
    }
}

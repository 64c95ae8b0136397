package dev.kenari.machine.sync;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A re-entrant lock with a place in the {@link LockRank order}, which is checked under {@code -ea}. */
public final class RankedLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final LockRank rank;

    public RankedLock(LockRank rank) {
        this.rank = rank;
    }

    public void lock() {
        assert lock.isHeldByCurrentThread() || rank.take() : rank + " lock taken against the order";
        lock.lock();
    }

    public void unlock() {
        lock.unlock();
        assert lock.isHeldByCurrentThread() || rank.drop();
    }

    public Condition newCondition() {
        return lock.newCondition();
    }
}

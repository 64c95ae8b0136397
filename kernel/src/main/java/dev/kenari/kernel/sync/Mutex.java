package dev.kenari.kernel.sync;

import dev.kenari.kernel.task.Task;
import dev.kenari.machine.sync.LockRank;

/**
 * A lock that a task may hold while it sleeps, for state that must not change under a copy that may fault. Waiters sleep
 * uninterruptibly, so its holder must not wait for anything a program does.
 */
public final class Mutex {
    private final LockRank rank;
    private final WaitQueue waiters = new WaitQueue();
    private boolean held;
    /** Under -ea only. */
    private Task holder;

    public Mutex() {
        this(LockRank.MUTEX);
    }

    /** @param rank {@link LockRank#MUTEX} to {@link LockRank#FILE_SYSTEM} */
    public Mutex(LockRank rank) {
        this.rank = rank;
    }

    public void lock() {
        assert rank.take() : "a task holds one mutex at a time";
        while (held) {
            waiters.sleepUninterruptibly();
        }
        held = true;
        assert (holder = Task.current()) != null : "only tasks hold mutexes";
    }

    public void unlock() {
        assert held : "mutex is not locked";
        assert holder == Task.current() && rank.drop() : "the mutex is another task's";
        held = false;
        if (waiters.hasWaiters()) {
            waiters.wakeOne();
        }
    }

    public boolean held() {
        return held;
    }
}

package dev.kenari.kernel.sync;

import dev.kenari.kernel.task.Task;

/**
 * A lock that a task may hold while it sleeps, for state that must not change under a copy that may fault. Waiters sleep
 * uninterruptibly, so its holder must not wait for anything a program does.
 */
public final class Mutex {
    private final WaitQueue waiters = new WaitQueue();
    private boolean held;
    private Task holder;

    public void lock() {
        assert !held || holder != Task.current() : "mutex locked twice by one task";
        while (held) {
            waiters.sleepUninterruptibly();
        }
        held = true;
        holder = Task.current();
    }

    public void unlock() {
        assert held : "mutex is not locked";
        held = false;
        holder = null;
        waiters.wakeOne();
    }

    public boolean held() {
        return held;
    }
}

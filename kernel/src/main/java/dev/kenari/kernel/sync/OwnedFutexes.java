package dev.kenari.kernel.sync;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Futexes whose word holds its owner's thread id (futex(2), "Priority-inheritance futexes"). The owner hands over to the waiter
 * of the highest real-time priority; priority itself is not lent.
 */
public final class OwnedFutexes {
    public static final int WAITERS = 0x8000_0000;
    public static final int OWNER_DIED = 0x4000_0000;
    public static final int TID_MASK = 0x3FFF_FFFF;

    private record Key(Object owner, long offset) {}

    private static final class Waiter {
        final Task task;
        final int tid;
        final AddressSpace space;
        final long address;
        boolean owns;

        Waiter(Task task, int tid, AddressSpace space, long address) {
            this.task = task;
            this.tid = tid;
            this.space = space;
            this.address = address;
        }
    }

    private static final class Queue {
        final List<Waiter> waiters = new ArrayList<>(2);
        int owner;
    }

    private final Map<Key, Queue> queues = new HashMap<>();

    /**
     * FUTEX_LOCK_PI.
     *
     * @param tid the caller, as the word names it
     * @param deadline board nanoseconds; negative for FUTEX_TRYLOCK_PI
     * @param alive whether a thread of that id exists
     * @throws Errno EDEADLK, EAGAIN, ETIMEDOUT, ESRCH, ERESTARTNOINTR if a signal is pending, EFAULT, EINVAL
     */
    public void lock(AddressSpace space, long address, boolean shared, int tid, long deadline, IntPredicate alive)
            throws Errno {
        int word = space.memory().getInt(address);
        Key key = key(space, address, shared);
        while (true) {
            int owner = word & TID_MASK;
            if (owner == tid) {
                throw Errno.EDEADLK;
            }
            Queue queue = queues.get(key);
            if (owner != 0 && deadline < 0) {
                throw Errno.EAGAIN;
            }
            if (owner != 0 && !alive.test(owner)) {
                throw Errno.ESRCH;
            }
            int next = owner != 0 ? word | WAITERS : tid | word & OWNER_DIED | (queue == null ? 0 : WAITERS);
            int seen = space.memory().compareAndExchangeInt(address, word, next);
            if (seen != word) {
                word = seen;
            } else if (owner == 0) {
                if (queue != null) {
                    queue.owner = tid;
                }
                return;
            } else {
                break;
            }
        }
        sleep(space, address, key, tid, word & TID_MASK, deadline);
    }

    private void sleep(AddressSpace space, long address, Key key, int tid, int owner, long deadline) throws Errno {
        Task task = Task.current();
        Waiter waiter = new Waiter(task, tid, space, address);
        Queue queue = queues.computeIfAbsent(key, k -> new Queue());
        queue.owner = owner;
        queue.waiters.add(waiter);
        boolean inTime = true;
        while (inTime && !waiter.owns && !task.interrupted()) {
            inTime = task.block(deadline, true);
        }
        if (waiter.owns) {
            return;
        }
        queue.waiters.remove(waiter);
        if (queue.waiters.isEmpty()) {
            queues.remove(key, queue);
        }
        throw inTime ? Errno.ERESTARTNOINTR : Errno.ETIMEDOUT;
    }

    private static Key key(AddressSpace space, long address, boolean shared) throws Errno {
        if ((address & 3) != 0) {
            throw Errno.EINVAL;
        }
        Vma vma = space.find(address);
        if (vma == null) {
            throw Errno.EFAULT;
        }
        return shared && vma.shared()
                ? new Key(vma.object(), vma.offset() + (address - vma.start()))
                : new Key(space, address);
    }

    /** FUTEX_UNLOCK_PI: hands the futex to a waiter, or frees it. EPERM if {@code tid} does not own it. */
    public void unlock(AddressSpace space, long address, boolean shared, int tid) throws Errno {
        int word = space.memory().getInt(address);
        Key key = key(space, address, shared);
        if ((word & TID_MASK) != tid) {
            throw Errno.EPERM;
        }
        handOver(key, space, address, word, 0);
    }

    /** The thread {@code tid} ends: what it owns and others wait for goes to them, marked OWNER_DIED. */
    public void ownerDied(int tid) {
        for (Map.Entry<Key, Queue> entry : List.copyOf(queues.entrySet())) {
            Queue queue = entry.getValue();
            if (queue.owner == tid && !queue.waiters.isEmpty()) {
                Waiter any = queue.waiters.getFirst();
                try {
                    int word = any.space.memory().getInt(any.address);
                    handOver(entry.getKey(), any.space, any.address, word, OWNER_DIED);
                } catch (Errno e) {
                    // The word is gone; whoever waits for it can be interrupted.
                    queue.owner = 0;
                }
            }
        }
    }

    private void handOver(Key key, AddressSpace space, long address, int word, int mark) throws Errno {
        Queue queue = queues.get(key);
        Waiter next = queue == null ? null : best(queue.waiters);
        while (true) {
            boolean more = next != null && queue.waiters.size() > 1;
            int value = next == null ? mark : next.tid | mark | (more ? WAITERS : 0);
            int seen = space.memory().compareAndExchangeInt(address, word, value);
            if (seen == word) {
                break;
            }
            word = seen;
        }
        if (next != null) {
            queue.waiters.remove(next);
            queue.owner = next.tid;
            if (queue.waiters.isEmpty()) {
                queues.remove(key);
            }
            next.owns = true;
            next.task.wake();
        }
    }

    private static Waiter best(List<Waiter> waiters) {
        Waiter best = null;
        for (Waiter waiter : waiters) {
            if (best == null
                    || waiter.task.scheduling().realtimePriority() > best.task.scheduling().realtimePriority()) {
                best = waiter;
            }
        }
        return best;
    }
}

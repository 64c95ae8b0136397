package dev.kenari.kernel.sync;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Sleeping on words of memory (futex(2)). A futex is known by its address space and address, or, in a shared mapping, by memory
 * object and offset. Guarded by the kernel lock, so that reading the word and going to sleep are one step for all who wake.
 */
public final class Futexes {
    /** What {@link #awaitAny} waits on: the word at {@code address} while it is {@code expected}. */
    public record Word(long address, boolean shared, int expected) {}

    /** How {@link #wakeOperation} changes a word; says what to put in its place, and whether waiters there are woken too. */
    public interface Operation {
        int result(int old);

        boolean wakes(int old);
    }

    static final int ALL_BITS = -1;
    private static final long ALIGNMENT = 3;

    private record Key(Object owner, long offset) {}

    private static final class Waiter {
        final Task task;
        final int bitset;
        Key key;
        boolean woken;

        Waiter(Task task, Key key, int bitset) {
            this.task = task;
            this.key = key;
            this.bitset = bitset;
        }
    }

    private final Map<Key, List<Waiter>> queues = new HashMap<>();

    /**
     * FUTEX_WAIT_BITSET: sleeps while the word is {@code expected}.
     *
     * @param deadline board nanoseconds
     * @throws Errno EAGAIN if it is not, ETIMEDOUT, ERESTARTSYS if a signal is pending, EFAULT, EINVAL
     */
    public void await(AddressSpace space, long address, boolean shared, int expected, int bitset, long deadline)
            throws Errno {
        if (bitset == 0) {
            throw Errno.EINVAL;
        }
        Waiter waiter = new Waiter(Task.current(), check(space, address, shared, expected), bitset);
        enqueue(waiter);
        boolean inTime = sleep(waiter.task, List.of(waiter), deadline);
        dequeue(waiter);
        if (!waiter.woken) {
            throw inTime ? Errno.ERESTARTSYS : Errno.ETIMEDOUT;
        }
    }

    /** futex_waitv(2): sleeps while every word is as expected; returns the index of one that was woken. Errors as {@link #await}. */
    public int awaitAny(AddressSpace space, List<Word> words, long deadline) throws Errno {
        List<Waiter> waiters = new ArrayList<>();
        Task task = Task.current();
        // A word may have to be fetched, which sleeps: once all are there, nothing below does.
        for (Word word : words) {
            check(space, word.address, word.shared, word.expected);
        }
        for (Word word : words) {
            waiters.add(new Waiter(task, check(space, word.address, word.shared, word.expected), ALL_BITS));
        }
        waiters.forEach(this::enqueue);
        boolean inTime = sleep(task, waiters, deadline);
        waiters.forEach(this::dequeue);
        int woken = firstWoken(waiters);
        if (woken < 0) {
            throw inTime ? Errno.ERESTARTSYS : Errno.ETIMEDOUT;
        }
        return woken;
    }

    private static int firstWoken(List<Waiter> waiters) {
        for (int i = waiters.size() - 1; i >= 0; i--) {
            if (waiters.get(i).woken) {
                return i;
            }
        }
        return -1;
    }

    private static boolean sleep(Task task, List<Waiter> waiters, long deadline) {
        boolean inTime = true;
        while (inTime && firstWoken(waiters) < 0 && !task.interrupted()) {
            inTime = task.block(deadline, true);
        }
        return inTime;
    }

    private Key check(AddressSpace space, long address, boolean shared, int expected) throws Errno {
        if ((address & ALIGNMENT) != 0) {
            throw Errno.EINVAL;
        }
        if (space.memory().getInt(address) != expected) {
            throw Errno.EAGAIN;
        }
        return key(space, address, shared);
    }

    private static Key key(AddressSpace space, long address, boolean shared) throws Errno {
        if ((address & ALIGNMENT) != 0) {
            throw Errno.EINVAL;
        }
        if (address < 0 || address >= AddressSpace.TOP) {
            throw Errno.EFAULT;
        }
        if (!shared) {
            return new Key(space, address);
        }
        Vma vma = space.find(address);
        if (vma == null) {
            throw Errno.EFAULT;
        }
        return vma.shared() ? new Key(vma.object(), vma.offset() + (address - vma.start())) : new Key(space, address);
    }

    private void enqueue(Waiter waiter) {
        queues.computeIfAbsent(waiter.key, k -> new ArrayList<>(2)).add(waiter);
    }

    private void dequeue(Waiter waiter) {
        List<Waiter> queue = queues.get(waiter.key);
        if (queue != null && queue.remove(waiter) && queue.isEmpty()) {
            queues.remove(waiter.key);
        }
    }

    /** FUTEX_WAKE_BITSET: wakes up to {@code count} sleepers whose bits intersect; returns how many. EFAULT, EINVAL. */
    public int wake(AddressSpace space, long address, boolean shared, int count, int bitset) throws Errno {
        if (bitset == 0) {
            throw Errno.EINVAL;
        }
        return wake(key(space, address, shared), count, bitset);
    }

    private int wake(Key key, int count, int bitset) {
        List<Waiter> queue = queues.get(key);
        if (queue == null) {
            return 0;
        }
        int woken = 0;
        for (Iterator<Waiter> all = queue.iterator(); all.hasNext() && woken < count; ) {
            Waiter waiter = all.next();
            if ((waiter.bitset & bitset) != 0) {
                all.remove();
                waiter.woken = true;
                waiter.task.wake();
                woken++;
            }
        }
        if (queue.isEmpty()) {
            queues.remove(key);
        }
        return woken;
    }

    /**
     * FUTEX_CMP_REQUEUE: wakes up to {@code wake} sleepers of one word and has up to {@code requeue} others sleep on another.
     *
     * @param expected what the first word must be, else EAGAIN; null for FUTEX_REQUEUE
     * @return how many were woken or moved
     */
    public int requeue(AddressSpace space, long from, long to, boolean shared, int wake, int requeue, Integer expected)
            throws Errno {
        if (wake < 0 || requeue < 0) {
            throw Errno.EINVAL;
        }
        if (expected != null && space.memory().getInt(from) != expected) {
            throw Errno.EAGAIN;
        }
        Key source = key(space, from, shared);
        Key target = key(space, to, shared);
        int woken = wake == 0 ? 0 : wake(source, wake, ALL_BITS);
        List<Waiter> queue = queues.get(source);
        int moved = 0;
        if (queue != null && !source.equals(target)) {
            List<Waiter> part = queue.subList(0, Math.min(requeue, queue.size()));
            List<Waiter> movers = List.copyOf(part);
            part.clear();
            if (queue.isEmpty()) {
                queues.remove(source);
            }
            for (Waiter waiter : movers) {
                waiter.key = target;
                enqueue(waiter);
            }
            moved = movers.size();
        }
        return woken + moved;
    }

    /** FUTEX_WAKE_OP: changes the second word, wakes sleepers of the first, and maybe of the second. Returns how many. */
    public int wakeOperation(
            AddressSpace space, long first, long second, boolean shared, int count, int secondCount, Operation operation)
            throws Errno {
        Key one = key(space, first, shared);
        if ((second & ALIGNMENT) != 0) {
            throw Errno.EINVAL;
        }
        int old = space.memory().getInt(second);
        while (true) {
            int seen = space.memory().compareAndExchangeInt(second, old, operation.result(old));
            if (seen == old) {
                break;
            }
            old = seen;
        }
        int woken = wake(one, count, ALL_BITS);
        return operation.wakes(old) ? woken + wake(key(space, second, shared), secondCount, ALL_BITS) : woken;
    }
}

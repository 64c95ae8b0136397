package dev.kenari.process.futex;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.kernel.sync.OwnedFutexes;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.ProcessThread;
import java.util.HashMap;
import java.util.Map;

/**
 * Robust futexes (set_robust_list(2); Linux, Documentation/locking/robust-futex-ABI.rst): a thread that ends marks the locks
 * on its list as those of a dead owner, and wakes a waiter of each.
 */
public final class RobustLists implements LifecycleListener {
    /** Entries beyond are ignored, so that a list that is a loop ends. */
    private static final int LIMIT = 2048;

    private static final long PI = 1;
    private static final int ONE = 1;
    private static final int ALL_BITS = -1;

    private final Kernel kernel;
    private final Map<ProcessThread, Long> heads = new HashMap<>();

    public RobustLists(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Address of the thread's list head; 0 for none. */
    public long head(ProcessThread thread) {
        return heads.getOrDefault(thread, 0L);
    }

    public void setHead(ProcessThread thread, long head) {
        heads.put(thread, head);
    }

    @Override
    public void memoryReleasing(ProcessThread thread) {
        Long head = heads.remove(thread);
        if (head != null && head != 0) {
            try {
                walk(thread.task().space(), head, thread.tid());
            } catch (Errno e) {
                // A list that can't be read ends there.
                kernel.ownedFutexes().ownerDied(thread.tid());
                return;
            }
        }
        kernel.ownedFutexes().ownerDied(thread.tid());
    }

    private void walk(AddressSpace space, long head, int tid) throws Errno {
        UserMemory memory = space.memory();
        long entry = memory.getLong(head);
        long offset = memory.getLong(head + 8);
        long pending = memory.getLong(head + 16);
        for (int i = 0; (entry & ~PI) != head && i < LIMIT; i++) {
            long next = memory.getLong(entry & ~PI);
            if ((entry & ~PI) != (pending & ~PI)) {
                release(space, (entry & ~PI) + offset, tid, (entry & PI) != 0, false);
            }
            entry = next;
        }
        if ((pending & ~PI) != 0) {
            release(space, (pending & ~PI) + offset, tid, (pending & PI) != 0, true);
        }
    }

    /** @param pending whether the thread was just taking or giving back this lock */
    private void release(AddressSpace space, long address, int tid, boolean pi, boolean pending) throws Errno {
        int word = space.memory().getInt(address);
        while (true) {
            if (pending && !pi && word == 0) {
                wake(space, address);
                return;
            }
            if ((word & OwnedFutexes.TID_MASK) != tid) {
                return;
            }
            int dead = word & OwnedFutexes.WAITERS | OwnedFutexes.OWNER_DIED;
            int seen = space.memory().compareAndExchangeInt(address, word, dead);
            if (seen == word) {
                break;
            }
            word = seen;
        }
        if (!pi && (word & OwnedFutexes.WAITERS) != 0) {
            wake(space, address);
        }
    }

    private void wake(AddressSpace space, long address) throws Errno {
        kernel.futexes().wake(space, address, true, ONE, ALL_BITS);
    }

    @Override
    public void childTidCleared(AddressSpace space, long address) {
        try {
            wake(space, address);
        } catch (Errno e) {
            // No futex can be at such an address.
            return;
        }
    }
}

package dev.kenari.process.table;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.sync.WaitQueue;

/** How a thread lets go of its memory, at exit and exec. */
public final class MemoryRelease {
    private final ProcessTable table;

    public MemoryRelease(ProcessTable table) {
        this.table = table;
    }

    /** Afterwards the task has no memory; a parent waiting in vfork(2) goes on. */
    public void release(ProcessThread thread) {
        AddressSpace space = thread.task().space();
        if (space != null) {
            thread.process().noteResident();
            table.listeners().forEach(listener -> listener.memoryReleasing(thread));
            if (thread.clearChildTid() != 0 && space.references() > 1) {
                clearChildTid(space, thread.clearChildTid());
            }
            thread.setClearChildTid(0);
            thread.task().setSpace(null);
            space.release();
        }
        WaitQueue vfork = thread.memoryReleased();
        if (vfork != null) {
            thread.setMemoryReleased(null);
            vfork.wakeAll();
        }
    }

    private void clearChildTid(AddressSpace space, long address) {
        try {
            space.memory().putInt(address, 0);
        } catch (Errno e) {
            // The program gave a bad address; as in Linux nobody is told.
            return;
        }
        table.listeners().forEach(listener -> listener.childTidCleared(space, address));
    }
}

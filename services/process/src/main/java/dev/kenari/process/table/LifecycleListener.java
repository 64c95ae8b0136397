package dev.kenari.process.table;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;

/** Hears what happens to processes: how signals, futexes, timers and terminals take part in fork, exec and exit. */
public interface LifecycleListener {
    /**
     * clone(2): {@code child} is complete but does not run yet.
     *
     * @param flags {@link dev.kenari.abi.CloneFlags}: what is shared
     */
    default void created(ProcessThread parent, ProcessThread child, long flags) throws Errno {}

    /** execve(2) succeeded: {@code thread} is the only one, its memory the new program's. */
    default void executed(ProcessThread thread) {}

    /** {@code thread}, the current one, ends. May sleep. */
    default void threadExiting(ProcessThread thread) {}

    /**
     * {@code thread} lets go of its memory, by exit or exec; it is still there. Robust futexes (set_robust_list(2)) are
     * handled here.
     */
    default void memoryReleasing(ProcessThread thread) {}

    /** 0 was stored at {@code address} for clear_child_tid (set_tid_address(2)): one waiter on that futex is to be woken. */
    default void childTidCleared(AddressSpace space, long address) {}

    /** setrlimit(2): {@code process} has another limit for {@code resource}. */
    default void limited(Process process, int resource) {}

    /** The last thread of {@code process} has ended; it becomes a zombie. */
    default void processEnded(Process process) {}
}

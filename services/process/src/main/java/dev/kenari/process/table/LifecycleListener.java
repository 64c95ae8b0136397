package dev.kenari.process.table;

import dev.kenari.abi.Errno;

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

    /** {@code thread}, the current one, ends; its memory is still there. May sleep. */
    default void threadExiting(ProcessThread thread) {}

    /** The last thread of {@code process} has ended; it becomes a zombie. */
    default void processEnded(Process process) {}
}

package dev.kenari.process;

/**
 * clone3(2)'s structure, as far as it applies here.
 *
 * @param flags {@link dev.kenari.abi.CloneFlags}, without the exit signal
 * @param pidFd where to store a pidfd
 * @param childTid where the child stores, and later clears, its id
 * @param parentTid where the parent stores the child's id
 * @param exitSignal sent to the parent when the child ends
 * @param stack the child's stack pointer; 0 for the parent's
 * @param setTid the id wanted; 0 for any
 */
public record CloneArguments(
        long flags, long pidFd, long childTid, long parentTid, int exitSignal, long stack, long tls, int setTid) {}

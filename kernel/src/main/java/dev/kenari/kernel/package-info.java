/**
 * The kernel core, assembled by {@link dev.kenari.kernel.Kernel}.
 *
 * <h2>Lock order</h2>
 *
 * One giant lock, {@link dev.kenari.kernel.sync.KernelLock}, is held by a hart from trap entry to trap exit: all kernel and
 * service code runs under it, so services need no locks of their own. It belongs to the hart, not to a Java thread: a task
 * switch hands it over with the hart, and a sleeping task does not hold it. Programs run in U-mode without it, in parallel.
 * Whatever can block must block in {@link dev.kenari.kernel.sync.WaitQueue}; state may have changed when it returns.
 * Only a {@link dev.kenari.kernel.sync.Mutex} spans a call that may sleep, one at a time; Java monitors and
 * {@code java.util.concurrent} locks never do. {@link dev.kenari.machine.sync.LockRank} declares the whole order and checks it.
 */
package dev.kenari.kernel;

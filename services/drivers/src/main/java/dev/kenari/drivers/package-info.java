/**
 * What drivers offer, as protocols, and {@link dev.kenari.drivers.Drivers}, which finds a board's devices in its device tree.
 *
 * <p>A driver never waits for the host: input and room are there or not, and a wait queue, named by its number in
 * {@link dev.kenari.kernel.sync.WaitQueues}, is woken (in the interrupt, so its listeners must not sleep) when that may have changed.
 * Methods that do sleep say so.
 */
package dev.kenari.drivers;

/**
 * The computer, assembled by {@link dev.kenari.machine.Board}. Time, randomness and host streams enter here and nowhere else.
 *
 * <p>Whatever can block in the host runs on daemon threads of the device concerned and completes by an interrupt; a hart never waits
 * for the host. A board with a deterministic clock turns this round: there, time stands still while the hart waits for the host.
 *
 * <p>Lock order: {@link dev.kenari.machine.sync.LockRank}. Host threads hold no lock while they block.
 */
package dev.kenari.machine;

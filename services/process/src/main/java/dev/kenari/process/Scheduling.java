package dev.kenari.process;

/**
 * Scheduling attributes (sched(7)).
 *
 * @param policy SCHED_* number
 * @param priority 1 to 99 for SCHED_FIFO and SCHED_RR, else 0
 * @param nice -20 to 19
 */
public record Scheduling(int policy, boolean resetOnFork, int priority, int nice) {}

package dev.kenari.process;

/**
 * Who a task is.
 *
 * @param client its number at the file service
 */
public record ThreadIdentity(int tid, int pid, int client) {}

package dev.kenari.kernel.ipc;

/**
 * A value of a message that lends memory: whoever receives it may use that memory until it replies, and no longer. The sender must hold
 * what it lends.
 */
public sealed interface Loan permits Grant, FrameLoan {}

package dev.kenari.process;

/** A resource limit; -1 is none (getrlimit(2)). */
public record Limit(long soft, long hard) {}

package dev.kenari.vfs;

/**
 * When a timer expires (timerfd_settime(2)), in nanoseconds.
 *
 * @param interval between expirations after the first; 0 for none
 * @param value until the first; 0 for a timer that is not armed
 */
public record TimerSetting(long interval, long value) {}

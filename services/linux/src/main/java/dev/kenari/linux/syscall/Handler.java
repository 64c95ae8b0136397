package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** Carries out one system call; the result goes to a0, a failure as its negative number. */
@FunctionalInterface
public interface Handler {
    long call(Call call) throws Errno;
}

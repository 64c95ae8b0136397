package dev.kenari.kernel.crash;

import dev.kenari.kernel.CommandLine;

/**
 * What an oops and a panic lead to: {@code panic=}, {@code oops=panic} and the sysctls of sysctl/kernel.rst. Guarded by the kernel
 * lock.
 */
public final class FailurePolicy {
    private static final int OOPS_LIMIT = 10_000;

    private final Taint taint = new Taint();
    private int panicTimeout;
    private boolean panicOnOops;
    private int oopsLimit = OOPS_LIMIT;
    private int oopses;

    public FailurePolicy(CommandLine commandLine) {
        panicTimeout = commandLine.number("panic", 0);
        panicOnOops = "panic".equals(commandLine.value("oops"));
    }

    public Taint taint() {
        return taint;
    }

    /** Seconds from a panic to the restart of the machine; 0 for no restart, negative for one at once. */
    public int panicTimeout() {
        return panicTimeout;
    }

    public void setPanicTimeout(int seconds) {
        panicTimeout = seconds;
    }

    public boolean panicOnOops() {
        return panicOnOops;
    }

    public void setPanicOnOops(boolean value) {
        panicOnOops = value;
    }

    /** After so many oopses the kernel panics; 0 for never. */
    public int oopsLimit() {
        return oopsLimit;
    }

    public void setOopsLimit(int limit) {
        oopsLimit = limit;
    }

    /** Oopses since boot. */
    public int oopses() {
        return oopses;
    }

    void countOops() {
        oopses++;
    }
}

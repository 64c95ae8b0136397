package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.FrameLoan;
import java.util.List;

/** Protocol of a component that does what a test asks of it. */
@Protocol
public interface Sample {
    /** A loan of memory. */
    record Piece(long address, int length, boolean readOnly) implements FrameLoan {}

    /** Counts in a static field; returns the count. */
    int count();

    /** Which class loader the component's class is of, by identity. */
    int loader();

    /** Runs into a bug. */
    @Repeatable
    int divide(int by) throws Errno;

    /** As {@link #divide}, but not to be repeated. */
    int divideOnce(int by) throws Errno;

    /** Takes memory without end. */
    void hoard() throws Errno;

    /** Sleeps for ever. */
    void hang() throws Errno;

    /** Loops for ever, and tries to catch what ends it. */
    void spin() throws Errno;

    /** Tries to end the machine, in a class that is not loaded before. */
    void exit() throws Errno;

    /** Writes a byte through every piece. */
    void fill(List<Piece> pieces, byte value) throws Errno;

    /** Writes a byte where it likes, and so with every address it has heard of. */
    void poke(long address, byte value) throws Errno;

    /** Wakes who sleeps on a wait queue, if it may. */
    void wake(int queue) throws Errno;

    /** Starts tasks without end. */
    void swarm() throws Errno;

    /** A wait queue of the component's. */
    int waitQueue();
}

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

    /** Tries to do what {@code deed} names, in a class that is not loaded before. */
    void misbehave(Misdeed deed) throws Errno;

    /** What no domain may do. */
    enum Misdeed {
        EXIT,
        REFLECT,
        SHARE
    }

    /** Asks for an array that is larger than all memory it may have. */
    void hoardAtOnce() throws Errno;

    /** Writes a byte through every piece. */
    void fill(List<Piece> pieces, byte value) throws Errno;

    /** Writes a byte where it likes, and so with every address it has heard of. */
    void poke(long address, byte value) throws Errno;

    /** As {@link #fill}, but once somebody calls {@link #goOn}. */
    void fillLater(List<Piece> pieces, byte value) throws Errno;

    /** Ends the sleep of {@link #fillLater}. */
    void goOn() throws Errno;

    /** A frame of its own. */
    long frame() throws Errno;

    /** Gives a frame back. */
    void release(long frame) throws Errno;

    /** Reads a byte. */
    byte peek(long address) throws Errno;

    /** Has its peer fill memory, at once or {@code later}. */
    void haveFilled(List<Piece> pieces, byte value, boolean later) throws Errno;

    /** Its capability to its peer. */
    long peer() throws Errno;

    /** Has a peer count, by whatever number it is given. */
    int countAt(long peer) throws Errno;

    /** Wakes who sleeps on a wait queue, if it may. */
    void wake(int queue) throws Errno;

    /** Starts tasks without end. */
    void swarm() throws Errno;

    /** A wait queue of the component's. */
    int waitQueue();
}

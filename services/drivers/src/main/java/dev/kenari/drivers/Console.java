package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;

/**
 * The board's serial console: a line of bytes each way. A byte is known by its position in its direction, from 0, so that a call that is
 * repeated moves nothing twice. Nothing here sleeps.
 */
@Protocol
@Repeatable
public interface Console {
    /**
     * The bytes from {@code position} on that have arrived, at most {@code length}; empty if there are none. The bytes before {@code position}
     * have been received and are forgotten; EINVAL for one of these. What is not asked for stays in the device.
     */
    byte[] read(long position, int length) throws Errno;

    /**
     * Sends {@code bytes}, the first of which is at {@code position}; of those that it had before, nothing more. As many as there is room for;
     * returns how many of {@code bytes} it has. EINVAL if there is a gap.
     */
    int write(long position, byte[] bytes) throws Errno;

    /** Whether somebody is at the other end; once lost, it does not come back. */
    boolean carrier() throws Errno;

    /** Number of the wait queue that is woken when bytes arrive, room appears or the carrier is lost. */
    int waitQueue() throws Errno;
}

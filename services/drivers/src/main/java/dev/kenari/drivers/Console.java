package dev.kenari.drivers;

import dev.kenari.kernel.component.Protocol;

/** The board's serial console: a line of bytes each way. Nothing here sleeps. */
@Protocol
public interface Console {
    /** The bytes that have arrived, at most {@code length}; what is not asked for stays in the device. */
    byte[] read(int length);

    /** Sends as many of {@code bytes} as there is {@link #room} for; returns how many. */
    int write(byte[] bytes);

    /** How many bytes {@link #write} takes now. */
    int room();

    /** Bytes taken and not yet sent. */
    int queued();

    /** Forgets what is not yet sent. */
    void flush();

    /** Whether somebody is at the other end; once lost, it does not come back. */
    boolean carrier();

    /** Number of the wait queue that is woken when bytes arrive, room appears or the carrier is lost. */
    int waitQueue();
}

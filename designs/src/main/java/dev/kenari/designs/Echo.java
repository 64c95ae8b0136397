package dev.kenari.designs;

import dev.kenari.kernel.component.Protocol;

/** What {@link Crossings} calls: nothing but the crossing. */
@Protocol
public interface Echo {
    int echo(int value);

    /** As many bytes back. */
    byte[] copy(byte[] bytes);
}

package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;

/** A hardware source of random bytes. */
@Protocol
@Repeatable
public interface EntropySource {
    /** Exactly {@code length} random bytes, at most 4096. Sleeps. */
    byte[] random(int length) throws Errno;
}

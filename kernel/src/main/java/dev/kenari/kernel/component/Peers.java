package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/** Finds other components for one; the design says which it may reach. */
public interface Peers {
    /** EACCES if the design does not permit it, ENOENT if there is none. */
    <T> T find(String name, Class<T> protocol) throws Errno;
}

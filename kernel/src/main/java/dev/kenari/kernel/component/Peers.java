package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/** Finds other components for one; the design says which it may reach. */
public interface Peers {
    /** No other component. */
    Peers NONE = new Peers() {
        @Override
        public <T> T find(String name, Class<T> protocol) throws Errno {
            throw Errno.ENOENT;
        }
    };

    /** One other component. */
    static Peers of(String only, Object client) {
        return new Peers() {
            @Override
            public <T> T find(String name, Class<T> protocol) throws Errno {
                if (!name.equals(only)) {
                    throw Errno.ENOENT;
                }
                return protocol.cast(client);
            }
        };
    }

    /** EACCES if the design does not permit it, ENOENT if there is none. */
    <T> T find(String name, Class<T> protocol) throws Errno;
}

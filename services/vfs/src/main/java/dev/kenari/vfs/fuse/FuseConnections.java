package dev.kenari.vfs.fuse;

import java.util.TreeMap;

/** The connections there are, for /sys/fs/fuse/connections. */
public final class FuseConnections {
    private final TreeMap<Integer, FuseConnection> all = new TreeMap<>();
    private int nextId = 1;

    FuseConnection make() {
        FuseConnection made = new FuseConnection(nextId++, this::remove);
        all.put(made.id(), made);
        return made;
    }

    private void remove(FuseConnection gone) {
        all.remove(gone.id());
    }

    TreeMap<Integer, FuseConnection> all() {
        return all;
    }
}

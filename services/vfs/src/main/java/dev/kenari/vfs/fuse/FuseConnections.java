package dev.kenari.vfs.fuse;

import dev.kenari.vfs.file.Client;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The connections there are, for /sys/fs/fuse/connections. */
public final class FuseConnections {
    private final TreeMap<Integer, FuseConnection> all = new TreeMap<>();
    private final Supplier<Client> callers;
    private int nextId = 1;

    /** @param callers says for whom the current task works, or null */
    public FuseConnections(Supplier<Client> callers) {
        this.callers = callers;
    }

    FuseConnection make() {
        FuseConnection made = new FuseConnection(nextId++, callers, this::remove);
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

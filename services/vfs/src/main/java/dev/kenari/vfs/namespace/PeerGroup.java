package dev.kenari.vfs.namespace;

import java.util.ArrayList;
import java.util.List;

/**
 * Mounts among which what is mounted and unmounted below one of them propagates (mount_namespaces(7)), and the slave
 * mounts that only receive.
 * All peers have the same master.
 */
final class PeerGroup {
    private final int id;
    private final List<Mount> peers = new ArrayList<>();
    private final List<Mount> slaves = new ArrayList<>();

    PeerGroup(int id) {
        this.id = id;
    }

    /** The N of {@code shared:N} and {@code master:N}. */
    int id() {
        return id;
    }

    List<Mount> peers() {
        return peers;
    }

    List<Mount> slaves() {
        return slaves;
    }
}

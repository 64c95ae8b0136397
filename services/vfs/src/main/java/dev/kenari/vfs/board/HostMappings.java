package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostAttributes;
import dev.kenari.drivers.HostShare;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageLoan;
import dev.kenari.kernel.mm.PageStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pages of a share's files that programs have mapped. They are read as pages are touched; writes through files
 * take pages away, and a new mapping takes all away if the host may have changed the file. Nobody writes to them.
 */
final class HostMappings implements PageStore {
    private static final int READING = 0;
    /** Longer than the steps in which any host counts a file's time of change. */
    private static final long SETTLED_NANOS = 2_100_000_000L;

    /**
     * A file as it was when its pages began to be kept.
     *
     * @param settled whether a change after that has another time than the last one before
     */
    private record Version(long size, long modified, long changed, boolean settled) {}

    private final Environment environment;
    private final HostShare share;
    private final Map<Long, PageCache> objects = new HashMap<>();
    private final Map<Long, Version> versions = new HashMap<>();
    /** Nodes that the vfs has forgotten. */
    private final Set<Long> unused = new HashSet<>();

    HostMappings(Environment environment, HostShare share) {
        this.environment = environment;
        this.share = share;
        environment.servePages(this);
        for (long node : environment.pageKeys()) {
            objects.put(node, environment.pageCache(node, 0));
        }
    }

    /** Number of the memory object with the pages of {@code node}. */
    int object(long node) throws Errno {
        sweep();
        unused.remove(node);
        HostAttributes now = share.attributes(node);
        boolean settled = environment.realtime() - now.changed() > SETTLED_NANOS;
        Version version = new Version(now.size(), now.modified(), now.changed(), settled);
        Version before = versions.put(node, version);
        PageCache object = objects.get(node);
        if (object == null) {
            object = environment.pageCache(node, now.size());
            objects.put(node, object);
        } else if (!version.equals(before) || !settled) {
            object.drop(0, Long.MAX_VALUE);
            object.resize(now.size());
        }
        return object.id();
    }

    /** Nobody but a mapping refers to the node any more: it is forgotten once it is not mapped. */
    void forget(long node) {
        unused.add(node);
        sweep();
    }

    private void sweep() {
        for (Long node : List.copyOf(unused)) {
            PageCache object = objects.get(node);
            if (object == null || !object.isMapped()) {
                unused.remove(node);
                objects.remove(node);
                versions.remove(node);
                share.forget(node);
                if (object != null) {
                    object.release();
                }
            }
        }
    }

    /** Bytes {@code from} to {@code to} (exclusive) are not what they were. */
    void changed(long node, long from, long to) throws Errno {
        PageCache object = objects.get(node);
        if (object != null) {
            object.drop(from >>> Frames.SHIFT, to == Long.MAX_VALUE ? to : (to + Frames.SIZE - 1) >>> Frames.SHIFT);
            if (to == Long.MAX_VALUE) {
                object.resize(from);
            } else if (to > object.size()) {
                object.resize(to);
            }
        }
    }

    @Override
    public void pagesIn(long node, long first, List<PageLoan> into) throws Errno {
        long handle = share.open(node, READING);
        try {
            share.readPages(handle, first << Frames.SHIFT, into);
        } finally {
            share.release(handle);
        }
    }

    @Override
    public void pagesOut(long node, long first, List<PageLoan> from) throws Errno {
        throw Errno.EIO;
    }

    @Override
    public void willDirty(long node, long index) throws Errno {
        throw Errno.EROFS;
    }
}

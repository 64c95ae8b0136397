package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostAttributes;
import dev.kenari.drivers.HostShare;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Pager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Memory objects of a share's files that programs have mapped. They are read as pages are touched; writes through files
 * take pages away, and a new mapping takes all away if the host may have changed the file. Nobody writes to them.
 */
final class HostMappings implements Pager {
    private static final int READING = 0;
    /** 64 KiB. */
    private static final int CLUSTER = 16;
    /** Longer than the steps in which any host counts a file's time of change. */
    private static final long SETTLED_NANOS = 2_100_000_000L;

    /**
     * A file as it was when its pages began to be kept.
     *
     * @param settled whether a change after that has another time than the last one before
     */
    private record Version(long size, long modified, long changed, boolean settled) {}

    private final Kernel kernel;
    private final HostShare share;
    private final Map<Long, MemoryObject> objects = new HashMap<>();
    private final Map<Long, Version> versions = new HashMap<>();
    /** Nodes that the vfs has forgotten. */
    private final Set<Long> unused = new HashSet<>();

    HostMappings(Kernel kernel, HostShare share) {
        this.kernel = kernel;
        this.share = share;
    }

    /** Number of the memory object of {@code node}. */
    int object(long node) throws Errno {
        sweep();
        unused.remove(node);
        HostAttributes now = share.attributes(node);
        boolean settled = kernel.timers().realtime() - now.changed() > SETTLED_NANOS;
        Version version = new Version(now.size(), now.modified(), now.changed(), settled);
        Version before = versions.put(node, version);
        MemoryObject object = objects.get(node);
        if (object == null) {
            object = kernel.objects().paged(this, node, now.size());
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
            MemoryObject object = objects.get(node);
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
        MemoryObject object = objects.get(node);
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
    public boolean stores() {
        return false;
    }

    @Override
    public int cluster() {
        return CLUSTER;
    }

    @Override
    public void pageIn(long node, long index, long frame) throws Errno {
        pagesIn(node, index, new long[] {frame});
    }

    @Override
    public void pagesIn(long node, long first, long[] into) throws Errno {
        long handle = share.open(node, READING);
        try {
            for (int i = 0; i < into.length; i++) {
                share.readFrame(handle, first + i << Frames.SHIFT, into[i], Frames.SIZE);
            }
        } finally {
            share.release(handle);
        }
    }

    @Override
    public void pageOut(long node, long index, long frame) throws Errno {
        throw Errno.EIO;
    }
}

package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostEntry;
import dev.kenari.drivers.HostShare;
import dev.kenari.vfs.DirectoryEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Directories of a host share as they were when somebody began to list them, so that what stays is listed once whatever else comes
 * and goes. A cookie names the listing and the place in it. Of many begun and not finished, the oldest are taken anew.
 */
final class HostListings {
    private static final int KEPT = 64;
    private static final int LISTING_SHIFT = 32;

    private final HostShare share;
    private final Map<Long, List<HostEntry>> listings = new LinkedHashMap<>();
    private long next = 1;

    HostListings(HostShare share) {
        this.share = share;
    }

    List<DirectoryEntry> read(long node, long cookie, int limit) throws Errno {
        long id = cookie >>> LISTING_SHIFT;
        List<HostEntry> entries = cookie == 0 ? null : listings.get(id);
        if (entries == null) {
            id = next++;
            entries = take(node);
            if (listings.size() >= KEPT) {
                listings.remove(listings.keySet().iterator().next());
            }
            listings.put(id, entries);
        }
        List<DirectoryEntry> result = new ArrayList<>();
        int from = (int) cookie;
        for (int i = from; i < entries.size() && result.size() < limit; i++) {
            HostEntry entry = entries.get(i);
            result.add(new DirectoryEntry(entry.inode(), id << LISTING_SHIFT | i + 1, entry.type(), entry.name()));
        }
        if (result.isEmpty()) {
            listings.remove(id);
        }
        return result;
    }

    private List<HostEntry> take(long node) throws Errno {
        List<HostEntry> all = new ArrayList<>();
        long handle = share.openDirectory(node);
        try {
            for (List<HostEntry> some = share.list(handle, 0); !some.isEmpty(); ) {
                all.addAll(some);
                some = share.list(handle, some.getLast().cookie());
            }
        } finally {
            share.releaseDirectory(handle);
        }
        return all;
    }
}

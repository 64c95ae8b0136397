package dev.kenari.vfs.file;

import dev.kenari.vfs.DirectoryEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entries of a directory whose file system has no lasting cookies. One that stays keeps its cookie whenever it is read anew. */
public final class Listing {
    private Map<String, DirectoryEntry> entries = new LinkedHashMap<>();
    private long lastCookie;
    private boolean stale = true;

    public boolean isStale() {
        return stale;
    }

    public void invalidate() {
        stale = true;
    }

    /** @param found by name; their cookies mean nothing */
    public void replace(Map<String, DirectoryEntry> found) {
        Map<String, DirectoryEntry> next = new LinkedHashMap<>();
        entries.forEach((name, before) -> {
            DirectoryEntry now = found.get(name);
            if (now != null) {
                next.put(name, new DirectoryEntry(now.inode(), before.cookie(), now.type(), name));
            }
        });
        found.forEach((name, now) -> next.computeIfAbsent(
                name, key -> new DirectoryEntry(now.inode(), ++lastCookie, now.type(), key)));
        entries = next;
        stale = false;
    }

    public List<DirectoryEntry> after(long cookie, int limit) {
        List<DirectoryEntry> some = new ArrayList<>();
        for (DirectoryEntry entry : entries.values()) {
            if (entry.cookie() > cookie) {
                if (some.size() == limit) {
                    break;
                }
                some.add(entry);
            }
        }
        return some;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}

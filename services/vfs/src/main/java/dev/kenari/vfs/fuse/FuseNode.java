package dev.kenari.vfs.fuse;

import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.file.Listing;
import java.util.ArrayList;
import java.util.List;

/** What is known of a daemon's node. */
final class FuseNode {
    /** @param flags of open(2); @param openFlags of the daemon's reply */
    record Opened(long fileHandle, int flags, int openFlags) {}

    final long id;
    /** How often the daemon has given it away: FORGET says so. */
    long lookups;

    /** Board time until which it is remembered though nobody but a listing has named it. */
    long listedUntil;

    Attributes attributes;
    /** Board time until which the attributes hold. */
    long validUntil;
    /** Of a regular file that was opened with a page cache. */
    MemoryObject content;
    /** Of a directory that was listed. */
    Listing listing;

    final List<Opened> open = new ArrayList<>(1);

    FuseNode(long id) {
        this.id = id;
    }
}

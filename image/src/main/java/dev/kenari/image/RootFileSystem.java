package dev.kenari.image;

import java.nio.file.Path;
import java.util.List;

/**
 * A root file system on the host, never written to: the guest's changes live in its own memory.
 *
 * <p>The host files that hold contents may be read by offset at any time while this object is in use; a cached image
 * that is removed meanwhile stays readable through channels opened before.
 */
public interface RootFileSystem {
    /** What the contents are, for messages and for keys of later caches: equal ids have equal entries and bytes. */
    String id();

    /** Every name once; a directory before what is in it, a file before its hard links. The first is the root. */
    List<Entry> entries();

    /** The host file that holds a FILE's (or HARD_LINK's) bytes, {@code size} of them from {@code offset}. */
    Path contents(Entry entry);
}

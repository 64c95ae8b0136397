package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;

/** A file's pages in memory, as the file system that fills them sees them. */
public interface PageCache {
    /** Number of the memory object. */
    int id();

    /** In bytes. */
    long size();

    /** Whether programs have it mapped. */
    boolean isMapped();

    /** Writes all dirty pages back. May sleep. */
    void writeBack() throws Errno;

    /** Writes the dirty pages from {@code first} to before {@code end} back. May sleep. */
    void writeBack(long first, long end) throws Errno;

    /** Unmaps and forgets pages {@code first} to {@code end} (exclusive), dirty or not. */
    void drop(long first, long end);

    /** Grows, or shrinks: pages beyond the new end are unmapped and forgotten. May sleep. */
    void resize(long size) throws Errno;

    /** The file system's reference. The object goes with the last one. */
    void release();
}

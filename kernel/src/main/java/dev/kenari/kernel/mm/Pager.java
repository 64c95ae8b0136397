package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;

/** Fills a memory object's pages, and takes them back: what a file system is to the page cache. May sleep. */
public interface Pager {
    /**
     * Fills the frame at physical address {@code frame}, which is zero, with page {@code index} of what the pager knows as {@code key}.
     */
    void pageIn(long key, long index, long frame) throws Errno;

    /** Writes a dirty page back. */
    void pageOut(long key, long index, long frame) throws Errno;
}

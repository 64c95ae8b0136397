package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;

/**
 * Fills a memory object's pages, and takes them back: what a file system is to the page cache. Every method may sleep; calls for
 * different pages of one object may be under way at once, never two for the same page.
 */
public interface Pager {
    /**
     * Fills the frame at physical address {@code frame}, which is zero, with page {@code index} of what the pager knows as {@code key}.
     * Beyond the end of what the pager has, the frame stays as it is.
     */
    void pageIn(long key, long index, long frame) throws Errno;

    /** Writes a dirty page back. */
    void pageOut(long key, long index, long frame) throws Errno;

    /** As {@link #pageIn} for consecutive pages from {@code first}: what a pager can move at once. */
    default void pagesIn(long key, long first, long[] into) throws Errno {
        for (int i = 0; i < into.length; i++) {
            pageIn(key, first + i, into[i]);
        }
    }

    /** As {@link #pageOut} for consecutive pages from {@code first}. */
    default void pagesOut(long key, long first, long[] from) throws Errno {
        for (int i = 0; i < from.length; i++) {
            pageOut(key, first + i, from[i]);
        }
    }

    /** Whether {@link #pageOut} works. If not, changed pages stay in memory, and that is as good as they can be kept. */
    default boolean stores() {
        return true;
    }

    /** How many neighbours are worth reading with a page; 1 if a page alone costs as little. */
    default int cluster() {
        return 256;
    }

    /**
     * A clean page is about to become dirty, through write(2) or a mapping: now is the time to find room for it, for later it can't be
     * refused. ENOSPC, EDQUOT, EROFS. A page that is dropped before it is written back is not heard of again, but for the truncation
     * or hole that dropped it.
     */
    default void willDirty(long key, long index) throws Errno {}
}

package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;
import java.util.List;

/** A {@link Pager} as a protocol: what a file system that may live anywhere is to the page cache. */
@Protocol
@Repeatable
public interface PageStore {
    /** As {@link Pager#pagesIn}. */
    void pagesIn(long key, long first, List<PageLoan> into) throws Errno;

    /** As {@link Pager#pagesOut}. What lies beyond the end of the file may be zeroed. */
    void pagesOut(long key, long first, List<PageLoan> from) throws Errno;

    /** As {@link Pager#willDirty}. */
    void willDirty(long key, long index) throws Errno;
}

package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;

/** The pager of a store, wherever it lives. */
public final class StorePager implements Pager {
    private final PageStore store;

    public StorePager(PageStore store) {
        this.store = store;
    }

    @Override
    public void pageIn(long key, long index, long frame) throws Errno {
        pagesIn(key, index, new long[] {frame});
    }

    @Override
    public void pageOut(long key, long index, long frame) throws Errno {
        pagesOut(key, index, new long[] {frame});
    }

    @Override
    public void pagesIn(long key, long first, long[] into) throws Errno {
        store.pagesIn(key, first, PageLoan.of(into));
    }

    @Override
    public void pagesOut(long key, long first, long[] from) throws Errno {
        store.pagesOut(key, first, PageLoan.of(from));
    }

    @Override
    public void willDirty(long key, long index) throws Errno {
        store.willDirty(key, index);
    }
}

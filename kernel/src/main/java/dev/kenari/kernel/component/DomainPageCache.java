package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.PageCache;

/** A domain's hold on one of its files' pages. */
final class DomainPageCache implements PageCache {
    private final Domain domain;
    private final MemoryObject object;
    private final Runnable released;

    DomainPageCache(Domain domain, MemoryObject object, Runnable released) {
        this.domain = domain;
        this.object = object;
        this.released = released;
    }

    @Override
    public int id() {
        return object.id();
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public boolean isMapped() {
        return object.isMapped();
    }

    @Override
    public void writeBack() throws Errno {
        domain.inKernel(object::writeBack);
    }

    @Override
    public void writeBack(long first, long end) throws Errno {
        domain.inKernel(() -> object.writeBack(first, end));
    }

    @Override
    public void drop(long first, long end) {
        domain.checkAlive();
        object.drop(first, end);
    }

    @Override
    public void resize(long size) throws Errno {
        domain.inKernel(() -> object.resize(size));
    }

    @Override
    public void release() {
        domain.checkAlive();
        released.run();
        object.release();
    }
}

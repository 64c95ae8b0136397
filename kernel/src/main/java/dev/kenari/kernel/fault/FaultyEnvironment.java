package dev.kenari.kernel.fault;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Device;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageStore;

/** An environment whose device, or whose transfers, go wrong. */
final class FaultyEnvironment implements Environment {
    private final Environment real;
    private final Injector injector;
    private final Device device;
    private final ComponentMemory memory;

    FaultyEnvironment(Environment real, Injector injector) {
        this.real = real;
        this.injector = injector;
        FaultKind kind = injector.fault().kind();
        this.device = kind == FaultKind.BAD_DMA || real.device() == null ? real.device() : new FaultyDevice(real.device(), injector);
        this.memory = kind == FaultKind.BAD_DMA ? new FaultyMemory(real.memory(), injector) : real.memory();
    }

    @Override
    public long now() {
        return real.now();
    }

    @Override
    public long realtime() {
        return real.realtime();
    }

    @Override
    public void log(int level, String line) {
        real.log(level, line);
    }

    @Override
    public void warn(String line) {
        real.warn(line);
    }

    @Override
    public void warnOnce(String line) {
        real.warnOnce(line);
    }

    @Override
    public ComponentMemory memory() {
        return memory;
    }

    @Override
    public long keptFrame(int number) throws Errno {
        return real.keptFrame(number);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int hart() {
        return real.hart();
    }

    @Override
    public int newWaitQueue() {
        return real.newWaitQueue();
    }

    @Override
    public void wake(int queue) {
        real.wake(queue);
    }

    @Override
    public byte[] random(int length) {
        return real.random(length);
    }

    @Override
    public void servePages(PageStore store) {
        real.servePages(store);
    }

    @Override
    public long[] pageKeys() {
        return real.pageKeys();
    }

    @Override
    public PageCache pageCache(long key, long size) {
        return real.pageCache(key, size);
    }

    @Override
    public long[] inherited() {
        return real.inherited();
    }

    @Override
    public boolean restarts() {
        return real.restarts();
    }

    @Override
    public void startTask(String name, Runnable body) {
        real.startTask(name, body);
    }

    @Override
    public long peer(String name) throws Errno {
        return real.peer(name);
    }

    @Override
    public <T> T connect(long peer, Class<T> protocol) {
        return real.connect(peer, protocol);
    }
}

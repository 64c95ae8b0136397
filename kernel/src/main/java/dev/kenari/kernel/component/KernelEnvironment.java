package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageStore;
import dev.kenari.kernel.mm.StorePager;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For components in the kernel: the kernel itself. */
public class KernelEnvironment implements Environment {
    private final Kernel kernel;
    private final ComponentMemory memory;
    private final Device device;
    private final Peers peers;
    private final Map<Integer, Long> kept = new HashMap<>();
    private final List<Object> found = new ArrayList<>();
    private StorePager pager;

    /** @param device null for what is no driver */
    public KernelEnvironment(Kernel kernel, MachineDevice device, Peers peers) {
        this.kernel = kernel;
        this.memory = new KernelMemory(kernel.frames());
        this.device = device;
        this.peers = peers;
    }

    /** For what needs no other component. */
    public KernelEnvironment(Kernel kernel, MachineDevice device) {
        this(kernel, device, Peers.NONE);
    }

    @Override
    public long now() {
        return kernel.timers().now();
    }

    @Override
    public long realtime() {
        return kernel.timers().realtime();
    }

    @Override
    public void log(int level, String line) {
        kernel.log().log(level, line);
    }

    @Override
    public void warn(String line) {
        kernel.log().warn(line);
    }

    @Override
    public void warnOnce(String line) {
        kernel.log().warnOnce(line);
    }

    @Override
    public ComponentMemory memory() {
        return memory;
    }

    @Override
    public long keptFrame(int number) throws Errno {
        Long known = kept.get(number);
        if (known == null) {
            known = memory.allocateZeroed();
            kept.put(number, known);
        }
        return known;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int hart() {
        Task task = Task.current();
        return task == null ? 0 : task.hart().id();
    }

    @Override
    public int newWaitQueue() {
        return kernel.waitQueues().publish(new WaitQueue());
    }

    @Override
    public void wake(int queue) {
        try {
            kernel.waitQueues().find(queue).wakeAll();
        } catch (Errno e) {
            throw new KernelPanic("no wait queue " + queue, e);
        }
    }

    @Override
    public byte[] random(int length) {
        return kernel.random(length);
    }

    @Override
    public void servePages(PageStore store) {
        pager = new StorePager(store);
    }

    @Override
    public long[] pageKeys() {
        return new long[0];
    }

    @Override
    public PageCache pageCache(long key, long size) {
        return kernel.objects().paged(pager, key, size);
    }

    @Override
    public boolean restarts() {
        return false;
    }

    @Override
    public long[] inherited() {
        return new long[0];
    }

    @Override
    public void startTask(String name, Runnable body) {
        kernel.task(name, task -> body.run()).wake();
    }

    @Override
    public long peer(String name) throws Errno {
        found.add(peers.find(name, Object.class));
        return found.size() - 1;
    }

    @Override
    public <T> T connect(long peer, Class<T> protocol) {
        return protocol.cast(found.get((int) peer));
    }

    @Override
    public <T> T peer(String name, Class<T> protocol) throws Errno {
        return peers.find(name, protocol);
    }
}

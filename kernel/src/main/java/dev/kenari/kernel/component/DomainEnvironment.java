package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageStore;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A domain's way to the kernel: checks that the domain lives and has what it names. */
final class DomainEnvironment implements Environment {
    private static final int MOST_QUEUES = 1024;
    private static final int MOST_RANDOM = 4096;

    private final Kernel kernel;
    private final Domain domain;
    private final InstanceLimits limits;
    private final DomainPages pages;
    private final PeerPorts peers;
    private final Map<String, Long> known = new HashMap<>();
    /** The wait queues of the component's instances, in the order in which each asks for them. */
    private final List<Integer> queues;
    private final KeptFrames kept;
    private final long[] inherited;
    private int asked;

    DomainEnvironment(
            Kernel kernel,
            Domain domain,
            InstanceLimits limits,
            DomainPages pages,
            PeerPorts peers,
            List<Integer> queues,
            KeptFrames kept,
            long[] inherited) {
        this.kernel = kernel;
        this.domain = domain;
        this.limits = limits;
        this.pages = pages;
        this.peers = peers;
        this.queues = queues;
        this.kept = kept;
        this.inherited = inherited;
    }

    private void checkAlive() {
        Task task = Task.current();
        if (task != null) {
            task.checkKilled();
        }
        if (domain.end() != null) {
            throw new ProtectionFault("a dead domain calls the kernel");
        }
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
        checkAlive();
        kernel.log().log(level, line);
    }

    @Override
    public void warn(String line) {
        checkAlive();
        kernel.log().warn(line);
    }

    @Override
    public void warnOnce(String line) {
        checkAlive();
        kernel.log().warnOnce(line);
    }

    @Override
    public ComponentMemory memory() {
        return domain.memory();
    }

    @Override
    public long keptFrame(int number) throws Errno {
        checkAlive();
        return domain.memory().keep(kept, number);
    }

    @Override
    public Device device() {
        return domain.device();
    }

    @Override
    public int hart() {
        return Task.current().hart().id();
    }

    @Override
    public int newWaitQueue() {
        checkAlive();
        if (asked == MOST_QUEUES) {
            throw new ProtectionFault("more than " + MOST_QUEUES + " wait queues");
        }
        if (asked == queues.size()) {
            queues.add(kernel.waitQueues().publish(new WaitQueue()));
        }
        return queues.get(asked++);
    }

    @Override
    public void wake(int queue) {
        checkAlive();
        if (!queues.contains(queue)) {
            throw new ProtectionFault("wait queue " + queue + " is not its own");
        }
        try {
            kernel.waitQueues().find(queue).wakeAll();
        } catch (Errno e) {
            throw new ProtectionFault("no wait queue " + queue);
        }
    }

    @Override
    public byte[] random(int length) {
        checkAlive();
        return kernel.random(Math.min(length, MOST_RANDOM));
    }

    @Override
    public void servePages(PageStore store) {
        checkAlive();
        pages.serve(domain, store, limits.tasks());
    }

    @Override
    public long[] pageKeys() {
        checkAlive();
        return pages.keys();
    }

    @Override
    public PageCache pageCache(long key, long size) {
        checkAlive();
        return pages.cache(domain, key, size);
    }

    @Override
    public boolean restarts() {
        return limits.restart().most() > 0;
    }

    @Override
    public long[] inherited() {
        return inherited.clone();
    }

    @Override
    public void startTask(String name, Runnable body) {
        checkAlive();
        domain.task(name, task -> body.run()).wake();
    }

    @Override
    public long peer(String name) throws Errno {
        checkAlive();
        Long number = known.get(name);
        if (number == null) {
            Capability port = peers.find(name);
            number = port.derive(domain.capabilities(), Capability.WRITE | Capability.LEND).number();
            known.put(name, number);
        }
        return number;
    }

    @Override
    public <T> T connect(long peer, Class<T> protocol) {
        checkAlive();
        return PeerPorts.connect(kernel, domain, peer, protocol);
    }
}

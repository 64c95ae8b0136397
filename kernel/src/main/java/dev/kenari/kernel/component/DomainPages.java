package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageStore;
import dev.kenari.kernel.mm.StorePager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The page caches of a file system in a domain. They are the kernel's and outlive an instance, with their dirty pages; the next
 * instance goes on with them.
 */
final class DomainPages implements Served {
    private final Kernel kernel;
    private final DomainComponent<?> component;
    private final Map<Long, MemoryObject> objects = new LinkedHashMap<>();
    private final StorePager pager;
    private Endpoint endpoint;

    DomainPages(Kernel kernel, DomainComponent<?> component) {
        this.kernel = kernel;
        this.component = component;
        Marshalling<PageStore> marshalling = Marshalling.of(PageStore.class);
        this.pager = new StorePager(marshalling.stub(DomainChannel.ofKernel(kernel, kernel.capabilities().create(this), marshalling)));
    }

    /** The instance of now fills pages with {@code store}. */
    void serve(Domain domain, PageStore store, int tasks) {
        Skeleton skeleton = Marshalling.of(PageStore.class).skeleton();
        endpoint = new Endpoint(
                kernel.scheduler(), kernel.timers(), kernel.ipc(), body -> domain.task("pages", body), tasks, message -> {
                    domain.begin();
                    skeleton.serve(store, message);
                });
    }

    /** The endpoint of the instance of now; null without one. */
    Endpoint served() {
        return endpoint;
    }

    /** The instance has ended. */
    void die() {
        if (endpoint != null) {
            Endpoint dead = endpoint;
            endpoint = null;
            dead.die();
        }
    }

    long[] keys() {
        return objects.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    /** The page cache of {@code key}: as it is, or new and {@code size} bytes long. */
    PageCache cache(Domain domain, long key, long size) {
        MemoryObject object = objects.get(key);
        if (object == null) {
            object = kernel.objects().paged(pager, key, size);
            objects.put(key, object);
        }
        return new DomainPageCache(domain, object, () -> objects.remove(key));
    }

    @Override
    public String name() {
        return component.name();
    }

    @Override
    public Endpoint endpoint() throws Errno {
        // The instance of now says what fills its pages before it takes calls.
        component.endpointForPages();
        if (endpoint == null) {
            throw Errno.ENOTCONN;
        }
        return endpoint;
    }

    @Override
    public Instance instance() {
        return component.domain();
    }

    @Override
    public Class<?> protocol() {
        return PageStore.class;
    }

    @Override
    public long replyNanos() {
        return 0;
    }

    @Override
    public boolean returns() {
        return component.returns();
    }

    @Override
    public void retire() {}
}

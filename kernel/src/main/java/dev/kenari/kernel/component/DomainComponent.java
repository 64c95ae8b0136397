package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.domain.PrivilegedInstruction;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A component that lives in a domain, and after that domain's end in the next: the reincarnation of the component. Clients hold on to the
 * component, not to a domain. Guarded by the kernel lock.
 */
public final class DomainComponent<P> implements Served, Supervised {
    /** How often the first instance is tried before the component counts as missing. */
    private static final int FIRST_STARTS = 3;
    /** What an instance inherits that takes nobody's place. */
    static final long[] NOTHING = {};

    private final Kernel kernel;
    private final Component<P> component;
    private final String name;
    private final InstanceLimits limits;
    /** The kernel's capabilities: to its device, or null, to call it, and to what it may call. */
    private final Capability device;

    private final Capability port;
    private final PeerPorts peers;
    private final String[] arguments;
    private final Marshalling<P> marshalling;
    private final List<Integer> queues = new ArrayList<>();
    private final KeptFrames kept;
    private final WaitQueue changed = new WaitQueue();
    private final DomainPages pages;
    private final RestartCount restarts;
    private ComponentCode code;
    private Domain domain;
    private P service;
    private Endpoint endpoint;
    /** During an update: new requests wait, and later new requests for pages too. */
    private boolean callsPaused;

    private boolean pagesPaused;
    private boolean updating;
    private long[] inherited = NOTHING;
    private int updates;
    private Errno refused;
    private boolean givenUp;

    /** @param device null for what is no driver */
    public DomainComponent(
            Kernel kernel,
            Component<P> component,
            String name,
            InstanceLimits limits,
            MachineDevice device,
            Peers peers,
            String... arguments) {
        this.kernel = kernel;
        this.component = component;
        this.name = name;
        this.limits = limits;
        this.device = device == null ? null : kernel.capabilities().create(device);
        this.port = kernel.capabilities().create(this);
        this.peers = new PeerPorts(kernel, peers);
        this.arguments = arguments;
        this.marshalling = Marshalling.of(component.protocol());
        this.code = ComponentCode.asBuilt(component.factory());
        this.restarts = new RestartCount(limits.restart());
        this.pages = new DomainPages(kernel, this);
        this.kept = new KeptFrames(kernel.frames());
    }

    @Override
    public String name() {
        return name;
    }

    /** Where the instance of now runs; null between two. */
    Domain domain() {
        return domain;
    }

    @Override
    public Instance instance() {
        return domain;
    }

    @Override
    public boolean runs() {
        return endpoint != null;
    }

    @Override
    public int restarts() {
        return restarts.all();
    }

    @Override
    public int updates() {
        return updates;
    }

    /** Starts the first instance and sleeps until it runs. Throws what its factory throws; EIO if it fails otherwise. */
    public void start() throws Errno {
        for (int starts = 1; !incarnate(); starts++) {
            if (starts == FIRST_STARTS) {
                givenUp = true;
                throw refused == null ? Errno.EIO : refused;
            }
        }
    }

    /** What clients in the kernel call. A domain to which it is a peer gets a capability of its own. */
    public P client() {
        return marshalling.stub(DomainChannel.ofKernel(kernel, port, marshalling));
    }

    /** The kernel's capability to call it. */
    public Capability port() {
        return port;
    }

    @Override
    public Class<?> protocol() {
        return component.protocol();
    }

    @Override
    public long replyNanos() {
        return limits.replyNanos();
    }

    /**
     * The endpoint of the instance of now; sleeps while one is about to come. ENOTCONN if none will, or none while the caller, a task of the
     * instance before, has not come to its end.
     */
    @Override
    public Endpoint endpoint() throws Errno {
        return endpoint(() -> callsPaused);
    }

    /** As {@link #endpoint()}, for the kernel's requests for pages: a call that is under way may need them. */
    Endpoint endpointForPages() throws Errno {
        return endpoint(() -> pagesPaused);
    }

    private Endpoint endpoint(BooleanSupplier paused) throws Errno {
        while (endpoint == null || paused.getAsBoolean()) {
            if (givenUp || domain.end() != null && domain.runs(Task.current())) {
                throw Errno.ENOTCONN;
            }
            changed.sleepUninterruptibly();
        }
        return endpoint;
    }

    /** A new domain with a running instance; sleeps. Returns whether it runs. */
    private boolean incarnate() {
        refused = null;
        Domain made = new Domain(kernel, name, limits, device, kernel.faults().code(name, code), this::died);
        domain = made;
        Environment environment =
                kernel.faults().environment(name, new DomainEnvironment(kernel, made, limits, pages, peers, queues, kept, inherited));
        Endpoint[] started = new Endpoint[1];
        made.task("start", task -> {
            P created = create(made, environment);
            if (created != null) {
                service = created;
                P served = kernel.faults().service(name, component.protocol(), created, environment, true);
                started[0] = new Endpoint(
                        kernel.scheduler(),
                        kernel.timers(),
                        kernel.ipc(),
                        body -> made.task("server", body),
                        limits.tasks(),
                        message -> {
                            made.begin();
                            marshalling.skeleton().serve(served, message);
                        });
            }
            changed.wakeAll();
        }).wake();
        long patience = kernel.timers().now() + limits.startNanos();
        while (started[0] == null && made.end() == null) {
            changed.sleepUninterruptibly(patience);
            if (started[0] == null && kernel.timers().now() >= patience) {
                made.kill("does not start in " + limits.startNanos() / 1_000_000_000 + " s");
            }
        }
        if (made.end() != null) {
            if (!updating) {
                // What the instances before left may be what ends them.
                kept.clear();
            }
            return false;
        }
        endpoint = started[0];
        Heartbeat.watch(kernel.timers(), made, endpoint, limits.heartbeat());
        if (pages.served() != null) {
            Heartbeat.watch(kernel.timers(), made, pages.served(), limits.heartbeat());
        }
        changed.wakeAll();
        return true;
    }

    private P create(Domain made, Environment environment) {
        try {
            Class<?> copy = made.code().loadClass(component.factory().getName());
            if (copy.getClassLoader() != made.code()) {
                throw new ProtectionFault(copy.getName() + " is not of a package that a domain can have a copy of");
            }
            ComponentFactory<?> factory = (ComponentFactory<?>) copy.getConstructor().newInstance();
            return component.protocol().cast(factory.start(environment, arguments.clone()));
        } catch (Errno e) {
            refused = e;
            made.kill("does not start: " + e);
            return null;
        } catch (ReflectiveOperationException e) {
            throw new ProtectionFault(component.factory().getName() + " can't be made: " + e);
        }
    }

    /** The domain has ended. */
    private void died(String why) {
        boolean ran = endpoint != null;
        if (!givenUp && !updating) {
            kernel.ipc().died();
            kernel.log().warn(name + ": domain ended: " + why);
        }
        pages.die();
        if (ran) {
            Endpoint dead = endpoint;
            endpoint = null;
            dead.die();
            if (!givenUp) {
                restartLater();
            }
        }
        changed.wakeAll();
    }

    private void restartLater() {
        restarts.died(kernel.timers().now());
        if (restarts.exhausted()) {
            giveUp();
            return;
        }
        kernel.task("reincarnate/" + name, task -> reincarnate()).wake();
    }

    private void reincarnate() {
        // What the last instance had begun in the kernel comes first.
        domain.awaitRest();
        if (restarts.restart(kernel.timers(), this::incarnate)) {
            kernel.log().warn(name + ": restarted");
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        givenUp = true;
        kernel.log().warn(name + ": given up after " + restarts.all() + " restarts");
        changed.wakeAll();
    }

    /** Whether a call that was not answered has somebody to go to. */
    @Override
    public boolean returns() {
        return !givenUp;
    }

    @Override
    public void retire() {
        givenUp = true;
        port.revoke();
        domain.kill("retired");
    }

    /**
     * Another version of its code, verified. Any thread, without the kernel lock: the system goes on meanwhile.
     *
     * @param classes the version's class files by binary name; others are as they were built
     */
    public ComponentCode version(Map<String, byte[]> classes) throws UpdateRefused {
        ComponentCode built = ComponentCode.asBuilt(component.factory());
        for (String type : classes.keySet()) {
            if (!built.owns(type)) {
                throw new UpdateRefused(type + " is no class of its package, " + component.factory().getPackageName());
            }
        }
        ComponentCode next = built.with(classes);
        try {
            next.verify();
        } catch (PrivilegedInstruction e) {
            throw new UpdateRefused(e.getMessage());
        }
        return next;
    }

    /**
     * Replaces the instance by one of another version, while clients wait: no request is lost, and what a {@link Stateful} component knows
     * is handed over. Sleeps. If the new version does not start, the old one does, with the same state.
     */
    public void update(ComponentCode next) throws UpdateRefused {
        if (callsPaused || !runs()) {
            throw new UpdateRefused(callsPaused ? "another update is under way" : "it does not run");
        }
        long start = kernel.timers().now();
        LiveUpdate update = new LiveUpdate(kernel, domain);
        callsPaused = true;
        try {
            update.awaitQuiet(endpoint);
            long[] state = update.stateOf(service);
            pagesPaused = true;
            update.awaitQuiet(pages.served());
            replace(next, state);
            kernel.log().warn("%s: updated, clients waited %.1f ms".formatted(name, (kernel.timers().now() - start) / 1e6));
        } finally {
            callsPaused = false;
            pagesPaused = false;
            changed.wakeAll();
        }
    }

    private void replace(ComponentCode next, long[] state) throws UpdateRefused {
        ComponentCode before = code;
        updating = true;
        inherited = state;
        try {
            endpoint = null;
            domain.kill("updated");
            domain.awaitRest();
            code = next;
            if (incarnate()) {
                updates++;
                return;
            }
            String why = domain.end();
            code = before;
            if (incarnate()) {
                throw new UpdateRefused("the new version does not start: " + why);
            }
        } finally {
            updating = false;
            inherited = NOTHING;
        }
        restartLater();
        throw new UpdateRefused("neither the new version nor the old one starts: " + domain.end());
    }

    @Override
    public void kill(String why) {
        if (domain != null) {
            domain.kill(why);
        }
    }
}

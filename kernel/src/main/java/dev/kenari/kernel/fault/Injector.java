package dev.kenari.kernel.fault;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.mutation.ClassMutator;
import dev.kenari.kernel.mutation.Mutant;
import dev.kenari.kernel.mutation.Mutation;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The one fault that a run is to have, and what became of it. What a component is given, and what it gives, passes through here where
 * the component is placed. Guarded by the kernel lock.
 */
public final class Injector {
    private static final long NEVER = -1;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Kernel kernel;
    private final Fault fault;
    private long count;
    private boolean injected;
    private boolean activated;
    /** Since when the component is known to have failed. */
    private long failed = NEVER;
    private long recovered = NEVER;
    private String site = "";

    /** @param fault null for none */
    public Injector(Kernel kernel, Fault fault) {
        this.kernel = kernel;
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** Whether the fault is to be in {@code component}, or in one of its instances. */
    public boolean concerns(String component) {
        return fault != null && (fault.component().equals(component) || fault.component().startsWith(component + "/"));
    }

    /** Whether the component was there to put the fault into. */
    public boolean injected() {
        return injected;
    }

    /** Whether the fault has happened. */
    public boolean activated() {
        return activated;
    }

    /** Nanoseconds from the fault, or from the first failure of faulty code, to the end of the component's first good call after it; negative if there was none. */
    public long recoveryNanos() {
        return recovered == NEVER ? NEVER : recovered - failed;
    }

    /** Where it happened, for a person. */
    public String site() {
        return site;
    }

    /**
     * What instance {@code name} in a domain is to run: {@code usual}, and the first time a version of what was built with a fault in it,
     * which counts as activated then.
     */
    public ComponentCode code(String name, ComponentCode usual) {
        if (!mutates(name)) {
            return usual;
        }
        Mutant mutant = mutate(usual.root());
        return usual.with(Map.of(mutant.site().className(), mutant.classFile()));
    }

    /** As {@link #code(String, ComponentCode)}, for an instance in the kernel: where it is to get its classes from. */
    public ClassLoader code(String name, Class<?> root, ClassLoader usual) {
        return mutates(name) ? new MutantCode(root, mutate(root), this::spin) : usual;
    }

    private boolean mutates(String name) {
        return fault != null && fault.kind().inCode() && fault.concerns(name) && !activated;
    }

    private Mutant mutate(Class<?> root) {
        injected = true;
        Mutation kind = Mutation.valueOf(fault.kind().name());
        Mutant mutant = new ClassMutator(MutantCode.classes(root), root.getClassLoader()).mutate(kind, fault.seed());
        happens(mutant.site().toString());
        return mutant;
    }

    /** In the kernel nobody takes the hart and the lock from an endless loop, until the machine is switched off. */
    void spin() {
        if (!running()) {
            throw new IllegalStateException("the machine is switched off");
        }
        rest();
    }

    /** The hart works for nothing: the host's processor need not. */
    void rest() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** What instance {@code name} is to see of the kernel. */
    public Environment environment(String name, Environment environment) {
        if (fault == null || !fault.concerns(name)) {
            return environment;
        }
        injected = true;
        return switch (fault.kind()) {
            case LOST_IRQ, IRQ_STORM, BAD_DMA -> new FaultyEnvironment(environment, this);
            default -> environment;
        };
    }

    /** What clients of instance {@code name} are to call. @param isolated whether it lives in a domain */
    public <P> P service(String name, Class<P> protocol, P implementation, Environment environment, boolean isolated) {
        if (fault == null || !fault.concerns(name)) {
            return implementation;
        }
        Object proxy = Proxy.newProxyInstance(
                protocol.getClassLoader(),
                new Class<?>[] {protocol},
                new FaultyService(kernel, this, implementation, environment, isolated));
        return protocol.cast(proxy);
    }

    /** One more call, interrupt or transfer: whether the fault happens now. It does once. */
    boolean due(String where) {
        if (activated() || ++count != fault.at()) {
            return false;
        }
        happens(where);
        return true;
    }

    void happens(String where) {
        activated = true;
        failed = fault.kind().inCode() ? NEVER : kernel.timers().now();
        site = where;
        kernel.log().warn("fault " + fault.id() + " at " + where);
    }

    /** A call of the component threw what it must not. */
    void failed() {
        if (activated && failed == NEVER) {
            failed = kernel.timers().now();
        }
    }

    /** False once the machine is being switched off: then nothing may go on for ever. */
    boolean running() {
        return !kernel.scheduler().stopping();
    }

    /** A call of the component ended as it should. */
    void succeeded() {
        if (failed != NEVER && recovered == NEVER) {
            recovered = kernel.timers().now();
        }
    }
}

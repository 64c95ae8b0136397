package dev.kenari.kernel.module;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the kernel itself exports: types, and behind some of them a service. Made by whoever wires a design. */
public final class KernelSymbols {
    private final Supplier<Map<String, Integer>> source;
    private final ClassLoader loader;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private Map<String, Integer> versions;

    /**
     * @param source CRCs by class name: the kernel's Module.symvers, which is read when the first module is loaded
     * @param loader has the classes
     */
    public KernelSymbols(Supplier<Map<String, Integer>> source, ClassLoader loader) {
        this.source = source;
        this.loader = loader;
    }

    /** What modules get to call by this type. */
    public <T> KernelSymbols service(Class<T> type, T service) {
        services.put(type, service);
        return this;
    }

    /** Null if the kernel exports no such symbol. */
    Symbol find(String name) {
        if (versions == null) {
            versions = source.get();
        }
        Integer version = versions.get(name);
        if (version == null) {
            return null;
        }
        try {
            Class<?> type = Class.forName(name, false, loader);
            return new Symbol(type, version, services.get(type), null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("exported, but not there: " + name, e);
        }
    }
}

package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.trace.KernelLog;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a module's needed symbols were resolved to. */
final class Linkage {
    private final Map<String, Class<?>> types = new HashMap<>();
    private final Map<Class<?>, Object> services = new HashMap<>();
    private final Set<LoadedModule> providers = new LinkedHashSet<>();

    private Linkage() {}

    /**
     * Resolves all symbols that {@code file} needs.
     *
     * @param find null for a symbol that nobody exports
     * @throws Errno ENOENT: a symbol is not there; EINVAL: it has another version; EBUSY: its module is not ready
     */
    static Linkage resolve(ModuleFile file, Function<String, Symbol> find, boolean ignoreVersions, KernelLog log)
            throws Errno {
        Linkage linkage = new Linkage();
        for (Map.Entry<String, Integer> need : file.needs().entrySet()) {
            Symbol symbol = find.apply(need.getKey());
            Errno failure = symbol == null ? Errno.ENOENT : null;
            if (symbol != null && !ignoreVersions && file.versioned()
                    && (need.getValue() == null || need.getValue() != symbol.version())) {
                log.warn(file.name() + ": disagrees about version of symbol " + need.getKey());
                failure = Errno.EINVAL;
            } else if (symbol != null && symbol.provider() != null && !symbol.provider().live()) {
                failure = Errno.EBUSY;
            }
            if (failure != null) {
                log.warn(file.name() + ": Unknown symbol " + need.getKey() + " (err -" + failure.number() + ")");
                throw failure;
            }
            linkage.add(need.getKey(), symbol);
        }
        linkage.check(file, log);
        return linkage;
    }

    /** The classes must name nothing that the symbol table does not: ENOENT. ENOEXEC for what is no class file. */
    private void check(ModuleFile file, KernelLog log) throws Errno {
        try {
            for (String name : ClassReferences.of(file.classes())) {
                if (!types.containsKey(name)) {
                    log.warn(file.name() + ": Unknown symbol " + name + " (err -" + Errno.ENOENT.number() + ")");
                    throw Errno.ENOENT;
                }
            }
        } catch (IllegalArgumentException e) {
            log.log(KernelLog.ERROR, file.name() + ": Invalid class file: " + e.getMessage());
            throw Errno.ENOEXEC;
        }
    }

    private void add(String name, Symbol symbol) {
        types.put(name, symbol.type());
        if (symbol.service() != null) {
            services.put(symbol.type(), symbol.service());
        }
        if (symbol.provider() != null) {
            providers.add(symbol.provider());
        }
    }

    Map<String, Class<?>> types() {
        return types;
    }

    /** The modules that export some of the symbols. */
    Set<LoadedModule> providers() {
        return providers;
    }

    <T> T service(Class<T> type) {
        Object service = services.get(type);
        if (service == null) {
            throw new IllegalStateException("no service behind " + type.getName());
        }
        return type.cast(service);
    }
}

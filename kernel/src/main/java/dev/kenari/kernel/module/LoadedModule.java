package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.RemovableEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A module in the kernel. */
final class LoadedModule implements ModuleReference {
    private final ModuleFile file;
    private final long address;
    private final long size;
    private final Set<ModuleTaint> taints;
    private final Set<LoadedModule> providers = new LinkedHashSet<>();
    private final Set<LoadedModule> holders = new LinkedHashSet<>();
    private final Map<String, Symbol> exports = new HashMap<>();
    private Map<String, String> parameters = Map.of();
    private ModuleState.Phase phase = ModuleState.Phase.COMING;
    private final List<RemovableEnvironment> environments = new ArrayList<>();
    private LoadableModule code;
    private int users;

    LoadedModule(ModuleFile file, long address, long size, Set<ModuleTaint> taints) {
        this.file = file;
        this.address = address;
        this.size = size;
        this.taints = taints;
    }

    String name() {
        return file.name();
    }

    boolean live() {
        return phase == ModuleState.Phase.LIVE;
    }

    ModuleState.Phase phase() {
        return phase;
    }

    void setPhase(ModuleState.Phase value) {
        phase = value;
    }

    /** Gets its code and what it needs; from now on it holds the modules that export that. */
    void link(LoadableModule entry, Linkage linkage) throws ClassNotFoundException {
        code = entry;
        for (Map.Entry<String, Integer> export : file.exports().entrySet()) {
            Class<?> type = Class.forName(export.getKey(), false, entry.getClass().getClassLoader());
            exports.put(export.getKey(), new Symbol(type, export.getValue(), null, this));
        }
        for (LoadedModule provider : linkage.providers()) {
            providers.add(provider);
            provider.holders.add(this);
        }
    }

    void setParameters(Map<String, String> values) {
        parameters = values;
    }

    LoadableModule code() {
        return code;
    }

    void provide(Class<?> type, Object service) {
        Symbol symbol = exports.get(type.getName());
        exports.put(type.getName(), new Symbol(symbol.type(), symbol.version(), service, this));
    }

    /** What its drivers hold, until it is unloaded. */
    void add(RemovableEnvironment environment) {
        environments.add(environment);
    }

    /** Null if the module does not export it. */
    Symbol export(String symbol) {
        return exports.get(symbol);
    }

    /** Lets go of other modules and of its code, whose classes nothing reaches any more. */
    void unlink() {
        providers.forEach(provider -> provider.holders.remove(this));
        providers.clear();
        exports.clear();
        environments.forEach(RemovableEnvironment::end);
        environments.clear();
        code = null;
    }

    @Override
    public void acquire() throws Errno {
        if (phase == ModuleState.Phase.GOING) {
            throw Errno.ENODEV;
        }
        users++;
    }

    @Override
    public void release() {
        users--;
    }

    /** Users, and modules that hold it. */
    int references() {
        return users + holders.size();
    }

    boolean held() {
        return !holders.isEmpty();
    }

    ModuleState state() {
        Collection<String> names = holders.stream().map(LoadedModule::name).toList();
        return new ModuleState(name(), phase, size, references(), List.copyOf(names), address, taints, parameters);
    }
}

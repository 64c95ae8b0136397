package dev.kenari.kernel.module;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.MachineDevice;
import dev.kenari.kernel.component.RemovableEnvironment;
import java.util.Map;

/** The kernel as a module sees it while it is loaded. */
public final class ModuleContext {
    private final Kernel kernel;
    private final LoadedModule module;
    private final Linkage linkage;
    private final Map<String, String> parameters;

    ModuleContext(Kernel kernel, LoadedModule module, Linkage linkage, Map<String, String> parameters) {
        this.kernel = kernel;
        this.module = module;
        this.linkage = linkage;
        this.parameters = parameters;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** To be named as the owner of whatever the module registers. */
    public ModuleReference owner() {
        return module;
    }

    /** The service behind an exported interface, which is one of the module's needed symbols. */
    public <T> T service(Class<T> type) {
        return linkage.service(type);
    }

    /** Publishes the service behind one of the module's own exported interfaces, until it is unloaded. */
    public <T> void provide(Class<T> type, T service) {
        module.provide(type, service);
    }

    /** For a driver in the module: what it holds of the kernel is given back when the module has been unloaded, or was not loaded. */
    public Environment environment(MachineDevice device) {
        RemovableEnvironment environment = new RemovableEnvironment(kernel, device);
        module.add(environment);
        return environment;
    }

    /** A parameter of type {@link ParameterType#CHARP}. */
    public String text(String parameter) {
        return parameters.get(parameter);
    }

    /** A parameter that is a number. */
    public long number(String parameter) {
        return Long.parseLong(parameters.get(parameter));
    }

    /** A parameter of type {@link ParameterType#BOOL}. */
    public boolean truth(String parameter) {
        return parameters.get(parameter).equals("Y");
    }
}

package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;

/** What a module's entry class, which carries {@link KernelModule} and has a constructor without parameters, implements. */
public interface LoadableModule {
    /**
     * Registers what the module offers. May sleep. An {@link Errno} becomes that of init_module(2); whatever was registered before must
     * have been taken back.
     */
    void load(ModuleContext context) throws Errno;

    /** Takes back what {@link #load} registered. Nobody uses the module any more. May sleep. */
    void unload();
}

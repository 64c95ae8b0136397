package dev.kenari.kernel.module;

import java.util.Map;

/** Links a module: it finds the module's own classes, {@code java.base}, and what its needed symbols were resolved to. */
final class ModuleClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> own;
    private final Map<String, Class<?>> needed;

    ModuleClassLoader(String name, Map<String, byte[]> own, Map<String, Class<?>> needed) {
        super(name, null);
        this.own = own;
        this.needed = needed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> found = needed.get(name);
        return found != null ? found : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = own.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}

package dev.kenari.kernel.component;

import java.io.IOException;
import java.io.InputStream;

/**
 * A domain's own copies of its component's classes: those of the factory's package and of the packages below it. All else is shared, so
 * that protocols and the values in them are the same types on both sides.
 */
final class DomainCode extends ClassLoader {
    private final Class<?> root;
    private final String own;

    /** @param root the component's factory */
    DomainCode(String name, Class<?> root) {
        super(name, root.getClassLoader());
        this.root = root;
        this.own = root.getPackageName() + ".";
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return name.startsWith(own) ? copy(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
        try (InputStream in = root.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}

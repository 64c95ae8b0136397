package dev.kenari.kernel.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The class files of a component of this system: those of its factory's package and of the packages below it. All else is shared. */
final class ComponentClasses {
    private final Class<?> root;
    private final String own;
    private final Map<String, byte[]> instead;

    ComponentClasses(Class<?> root, Map<String, byte[]> instead) {
        this.root = root;
        this.own = root.getPackageName() + ".";
        this.instead = Map.copyOf(instead);
    }

    /** Null for a class that is not the component's. */
    byte[] bytes(String name) {
        if (!name.startsWith(own)) {
            return null;
        }
        byte[] other = instead.get(name);
        if (other != null) {
            return other;
        }
        try (InputStream in = root.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

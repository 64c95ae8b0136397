package dev.kenari.kernel.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** The class files of a component: those of its module's packages that are not exported. What is exported is protocol, and shared. */
final class ComponentClasses {
    private final Class<?> root;
    private final Map<String, byte[]> instead;
    private final Set<String> packages;

    ComponentClasses(Class<?> root, Map<String, byte[]> instead) {
        this.root = root;
        this.instead = Map.copyOf(instead);
        this.packages = root.getModule().isNamed() ? root.getModule().getPackages() : Set.of(root.getPackageName());
    }

    /** Null for a class that is not the component's. */
    byte[] bytes(String name) {
        String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (!packages.contains(inPackage) || root.getModule().isNamed() && root.getModule().isExported(inPackage)) {
            return null;
        }
        byte[] other = instead.get(name);
        if (other != null) {
            return other;
        }
        try (InputStream in = root.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.kenari.kernel.domain;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A domain for tests: classes of {@code dev.kenari.evil}, no kernel. */
final class Cage {
    static final String PACKAGE = "dev.kenari.evil.";

    final List<String> faults = new ArrayList<>();
    final Map<String, byte[]> made = new HashMap<>();
    final DomainBudget budget;
    final DomainLoader loader;
    Runnable slice = () -> {};

    Cage(DomainQuota quota) {
        budget = new DomainBudget(quota, this::slice, faults::add);
        loader = new DomainLoader("cage", budget, this::bytes, Cage.class.getClassLoader());
        budget.begin();
    }

    Cage() {
        this(new DomainQuota(200, 8 << 20, 1 << 14));
    }

    private boolean slice() {
        slice.run();
        return false;
    }

    private byte[] bytes(String name) {
        if (made.containsKey(name)) {
            return made.get(name);
        }
        return name.startsWith(PACKAGE) ? file(name) : null;
    }

    static byte[] file(String name) {
        try (InputStream in = Cage.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a component: the class of this name in {@code dev.kenari.evil}. */
    @SuppressWarnings("unchecked")
    <T> T make(String name) {
        try {
            return (T) loader.loadClass(PACKAGE + name).getConstructor().newInstance();
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    void run(String name) {
        this.<Runnable>make(name).run();
    }
}

package dev.kenari.kernel.domain.jdk;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** The unmodifiable sets of {@code Set.of} and {@code Set.copyOf}; they keep the order in which they were given. */
public final class Sets {
    private Sets() {}

    public static <E> Set<E> of() {
        return distinct(new Object[] {});
    }

    public static <E> Set<E> of(E e0) {
        return distinct(new Object[] {e0});
    }

    public static <E> Set<E> of(E e0, E e1) {
        return distinct(new Object[] {e0, e1});
    }

    public static <E> Set<E> of(E e0, E e1, E e2) {
        return distinct(new Object[] {e0, e1, e2});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3) {
        return distinct(new Object[] {e0, e1, e2, e3});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4) {
        return distinct(new Object[] {e0, e1, e2, e3, e4});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4, E e5) {
        return distinct(new Object[] {e0, e1, e2, e3, e4, e5});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6) {
        return distinct(new Object[] {e0, e1, e2, e3, e4, e5, e6});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7) {
        return distinct(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8) {
        return distinct(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7, e8});
    }

    public static <E> Set<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9) {
        return distinct(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7, e8, e9});
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <E> Set<E> of(E... elements) {
        return distinct(elements);
    }

    public static <E> Set<E> copyOf(Collection<? extends E> elements) {
        LinkedHashSet<E> set = new LinkedHashSet<>();
        for (E element : elements) {
            set.add(Objects.requireNonNull(element));
        }
        return Collections.unmodifiableSet(set);
    }

    @SuppressWarnings("unchecked")
    private static <E> Set<E> distinct(Object[] elements) {
        LinkedHashSet<E> set = new LinkedHashSet<>();
        for (Object element : elements) {
            if (!set.add((E) Objects.requireNonNull(element))) {
                throw new IllegalArgumentException("duplicate element: " + element);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}

package dev.kenari.kernel.domain.jdk;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The unmodifiable lists of {@code List.of} and {@code List.copyOf}. */
public final class Lists {
    private Lists() {}

    public static <E> List<E> of() {
        return fixed(new Object[] {});
    }

    public static <E> List<E> of(E e0) {
        return fixed(new Object[] {e0});
    }

    public static <E> List<E> of(E e0, E e1) {
        return fixed(new Object[] {e0, e1});
    }

    public static <E> List<E> of(E e0, E e1, E e2) {
        return fixed(new Object[] {e0, e1, e2});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3) {
        return fixed(new Object[] {e0, e1, e2, e3});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4) {
        return fixed(new Object[] {e0, e1, e2, e3, e4});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4, E e5) {
        return fixed(new Object[] {e0, e1, e2, e3, e4, e5});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6) {
        return fixed(new Object[] {e0, e1, e2, e3, e4, e5, e6});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7) {
        return fixed(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8) {
        return fixed(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7, e8});
    }

    public static <E> List<E> of(E e0, E e1, E e2, E e3, E e4, E e5, E e6, E e7, E e8, E e9) {
        return fixed(new Object[] {e0, e1, e2, e3, e4, e5, e6, e7, e8, e9});
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <E> List<E> of(E... elements) {
        return fixed(elements.clone());
    }

    @SuppressWarnings("unchecked")
    public static <E> List<E> copyOf(Collection<? extends E> elements) {
        return elements instanceof Fixed<?> ? (List<E>) elements : fixed(elements.toArray());
    }

    private static <E> List<E> fixed(Object[] elements) {
        for (Object element : elements) {
            Objects.requireNonNull(element);
        }
        return new Fixed<>(elements);
    }

    private static final class Fixed<E> extends AbstractList<E> implements RandomAccess {
        private final Object[] elements;

        Fixed(Object[] elements) {
            this.elements = elements;
        }

        @Override
        public int size() {
            return elements.length;
        }

        @Override
        @SuppressWarnings("unchecked")
        public E get(int index) {
            return (E) elements[index];
        }
    }
}

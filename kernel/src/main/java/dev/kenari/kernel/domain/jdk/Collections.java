package dev.kenari.kernel.domain.jdk;

import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stands for {@code java.util.Collections}. */
public final class Collections {
    private Collections() {}

    public static <T> List<T> emptyList() {
        return Lists.of();
    }

    public static <T> Set<T> emptySet() {
        return Sets.of();
    }

    public static <K, V> Map<K, V> emptyMap() {
        return Maps.of();
    }

    public static <T> void sort(List<T> list) {
        list.sort(null);
    }

    public static <T> void sort(List<T> list, Comparator<? super T> order) {
        list.sort(order);
    }

    public static <T> Comparator<T> reverseOrder() {
        return reverseOrder(null);
    }

    @SuppressWarnings("unchecked")
    public static <T> Comparator<T> reverseOrder(Comparator<T> order) {
        return order == null ? (a, b) -> ((Comparable<T>) b).compareTo(a) : Comparators.reversed(order);
    }

    public static void reverse(List<?> list) {
        reverseElements(list);
    }

    private static <T> void reverseElements(List<T> list) {
        for (int i = 0, j = list.size() - 1; i < j; i++, j--) {
            list.set(i, list.set(j, list.get(i)));
        }
    }

    @SafeVarargs
    public static <T> boolean addAll(Collection<? super T> into, T... elements) {
        boolean changed = false;
        for (T element : elements) {
            changed |= into.add(element);
        }
        return changed;
    }

    public static <T> List<T> unmodifiableList(List<? extends T> list) {
        return new AbstractList<>() {
            @Override
            public int size() {
                return list.size();
            }

            @Override
            public T get(int index) {
                return list.get(index);
            }
        };
    }

    public static <T> Collection<T> unmodifiableCollection(Collection<? extends T> collection) {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return collection.size();
            }

            @Override
            public Iterator<T> iterator() {
                return new ReadOnly<T>(collection.iterator());
            }
        };
    }

    public static <T> Set<T> unmodifiableSet(Set<? extends T> set) {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return set.size();
            }

            @Override
            public boolean contains(Object element) {
                return set.contains(element);
            }

            @Override
            public Iterator<T> iterator() {
                return new ReadOnly<T>(set.iterator());
            }
        };
    }

    public static <K, V> Map<K, V> unmodifiableMap(Map<? extends K, ? extends V> map) {
        return new AbstractMap<>() {
            @Override
            public boolean containsKey(Object key) {
                return map.containsKey(key);
            }

            @Override
            public V get(Object key) {
                return map.get(key);
            }

            @Override
            public Set<Map.Entry<K, V>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public int size() {
                        return map.size();
                    }

                    @Override
                    public Iterator<Map.Entry<K, V>> iterator() {
                        Iterator<? extends Map.Entry<? extends K, ? extends V>> entries = map.entrySet().iterator();
                        return new ReadOnly<>(entries) {
                            @Override
                            public Map.Entry<K, V> next() {
                                Map.Entry<? extends K, ? extends V> entry = entries.next();
                                return new AbstractMap.SimpleImmutableEntry<>(entry.getKey(), entry.getValue());
                            }
                        };
                    }
                };
            }
        };
    }

    private static class ReadOnly<T> implements Iterator<T> {
        private final Iterator<?> iterator;

        ReadOnly(Iterator<?> iterator) {
            this.iterator = iterator;
        }

        @Override
        public boolean hasNext() {
            return iterator.hasNext();
        }

        @Override
        @SuppressWarnings("unchecked")
        public T next() {
            return (T) iterator.next();
        }
    }
}

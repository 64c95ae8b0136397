package dev.kenari.kernel.domain.jdk;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The unmodifiable maps of {@code Map.of} and its like; they keep the order in which they were given. */
public final class Maps {
    private Maps() {}

    public static <K, V> Map<K, V> of() {
        return pairs(new Object[] {});
    }

    public static <K, V> Map<K, V> of(K k0, V v0) {
        return pairs(new Object[] {k0, v0});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1) {
        return pairs(new Object[] {k0, v0, k1, v1});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4, k5, v5});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6, K k7, V v7) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6, K k7, V v7, K k8, V v8) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7, k8, v8});
    }

    public static <K, V> Map<K, V> of(K k0, V v0, K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4, K k5, V v5, K k6, V v6, K k7, V v7, K k8, V v8, K k9, V v9) {
        return pairs(new Object[] {k0, v0, k1, v1, k2, v2, k3, v3, k4, v4, k5, v5, k6, v6, k7, v7, k8, v8, k9, v9});
    }

    public static <K, V> Map.Entry<K, V> entry(K key, V value) {
        return new AbstractMap.SimpleImmutableEntry<>(Objects.requireNonNull(key), Objects.requireNonNull(value));
    }

    @SafeVarargs
    public static <K, V> Map<K, V> ofEntries(Map.Entry<? extends K, ? extends V>... entries) {
        LinkedHashMap<K, V> map = new LinkedHashMap<>();
        for (Map.Entry<? extends K, ? extends V> entry : entries) {
            put(map, entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(map);
    }

    public static <K, V> Map<K, V> copyOf(Map<? extends K, ? extends V> other) {
        LinkedHashMap<K, V> map = new LinkedHashMap<>();
        for (Map.Entry<? extends K, ? extends V> entry : other.entrySet()) {
            put(map, entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(map);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Map<K, V> pairs(Object[] pairs) {
        LinkedHashMap<K, V> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            put(map, (K) pairs[i], (V) pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (map.put(Objects.requireNonNull(key), Objects.requireNonNull(value)) != null) {
            throw new IllegalArgumentException("duplicate key: " + key);
        }
    }
}

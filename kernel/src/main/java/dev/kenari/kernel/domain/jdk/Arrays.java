package dev.kenari.kernel.domain.jdk;

import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Stands for {@code java.util.Arrays}. */
public final class Arrays {
    private Arrays() {}

    private static int length(int from, int to) {
        if (from > to) {
            throw new IllegalArgumentException(from + " > " + to);
        }
        return to - from;
    }

    public static byte[] copyOf(byte[] a, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(a, 0, copy, 0, Math.min(a.length, length));
        return copy;
    }

    public static byte[] copyOfRange(byte[] a, int from, int to) {
        byte[] copy = new byte[length(from, to)];
        System.arraycopy(a, from, copy, 0, Math.min(a.length - from, copy.length));
        return copy;
    }

    public static int[] copyOf(int[] a, int length) {
        int[] copy = new int[length];
        System.arraycopy(a, 0, copy, 0, Math.min(a.length, length));
        return copy;
    }

    public static int[] copyOfRange(int[] a, int from, int to) {
        int[] copy = new int[length(from, to)];
        System.arraycopy(a, from, copy, 0, Math.min(a.length - from, copy.length));
        return copy;
    }

    public static long[] copyOf(long[] a, int length) {
        long[] copy = new long[length];
        System.arraycopy(a, 0, copy, 0, Math.min(a.length, length));
        return copy;
    }

    public static long[] copyOfRange(long[] a, int from, int to) {
        long[] copy = new long[length(from, to)];
        System.arraycopy(a, from, copy, 0, Math.min(a.length - from, copy.length));
        return copy;
    }

    public static char[] copyOf(char[] a, int length) {
        char[] copy = new char[length];
        System.arraycopy(a, 0, copy, 0, Math.min(a.length, length));
        return copy;
    }

    public static char[] copyOfRange(char[] a, int from, int to) {
        char[] copy = new char[length(from, to)];
        System.arraycopy(a, from, copy, 0, Math.min(a.length - from, copy.length));
        return copy;
    }

    @SuppressWarnings("unchecked")
    public static <T> T[] copyOf(T[] a, int length) {
        return (T[]) copyOf(a, length, a.getClass());
    }

    @SuppressWarnings("unchecked")
    public static <T, U> T[] copyOf(U[] a, int length, Class<? extends T[]> type) {
        T[] copy = (T[]) ArrayCopies.newInstance(type.getComponentType(), length);
        System.arraycopy(a, 0, copy, 0, Math.min(a.length, length));
        return copy;
    }

    public static <T> T[] copyOfRange(T[] a, int from, int to) {
        return copyOfRange(a, from, to, a.getClass());
    }

    @SuppressWarnings("unchecked")
    public static <T, U> T[] copyOfRange(U[] a, int from, int to, Class<?> type) {
        T[] copy = (T[]) ArrayCopies.newInstance(type.getComponentType(), length(from, to));
        System.arraycopy(a, from, copy, 0, Math.min(a.length - from, copy.length));
        return copy;
    }

    public static void fill(byte[] a, byte value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(byte[] a, int from, int to, byte value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(short[] a, short value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(short[] a, int from, int to, short value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(char[] a, char value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(char[] a, int from, int to, char value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(int[] a, int value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(int[] a, int from, int to, int value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(long[] a, long value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(long[] a, int from, int to, long value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(boolean[] a, boolean value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(boolean[] a, int from, int to, boolean value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static void fill(Object[] a, Object value) {
        fill(a, 0, a.length, value);
    }

    public static void fill(Object[] a, int from, int to, Object value) {
        Objects.checkFromToIndex(from, to, a.length);
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    public static boolean equals(byte[] a, byte[] b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    public static int hashCode(byte[] a) {
        int hash = a == null ? 0 : 1;
        for (int i = 0; a != null && i < a.length; i++) {
            hash = 31 * hash + a[i];
        }
        return hash;
    }

    public static boolean equals(int[] a, int[] b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    public static int hashCode(int[] a) {
        int hash = a == null ? 0 : 1;
        for (int i = 0; a != null && i < a.length; i++) {
            hash = 31 * hash + a[i];
        }
        return hash;
    }

    public static boolean equals(long[] a, long[] b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    public static int hashCode(long[] a) {
        int hash = a == null ? 0 : 1;
        for (int i = 0; a != null && i < a.length; i++) {
            hash = 31 * hash + Long.hashCode(a[i]);
        }
        return hash;
    }

    public static boolean equals(Object[] a, Object[] b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!Objects.equals(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }

    public static int hashCode(Object[] a) {
        int hash = a == null ? 0 : 1;
        for (int i = 0; a != null && i < a.length; i++) {
            hash = 31 * hash + Objects.hashCode(a[i]);
        }
        return hash;
    }

    public static boolean equals(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        Objects.checkFromToIndex(aFrom, aTo, a.length);
        Objects.checkFromToIndex(bFrom, bTo, b.length);
        int length = aTo - aFrom;
        if (length != bTo - bFrom) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (a[aFrom + i] != b[bFrom + i]) {
                return false;
            }
        }
        return true;
    }

    public static int compareUnsigned(byte[] a, byte[] b) {
        int common = Math.min(a.length, b.length);
        for (int i = 0; i < common; i++) {
            if (a[i] != b[i]) {
                return Byte.compareUnsigned(a[i], b[i]);
            }
        }
        return a.length - b.length;
    }

    public static String toString(Object[] a) {
        return a == null ? "null" : asList(a).toString();
    }

    /** A merge sort: stable, and its comparisons are the domain's own code. */
    public static <T> void sort(T[] a, Comparator<? super T> order) {
        @SuppressWarnings("unchecked")
        Comparator<Object> by = order == null ? (x, y) -> ((Comparable<Object>) x).compareTo(y) : (Comparator<Object>) order;
        mergeSort(a, new Object[a.length], 0, a.length, by);
    }

    public static <T> void sort(T[] a, int from, int to, Comparator<? super T> order) {
        @SuppressWarnings("unchecked")
        T[] part = (T[]) new Object[length(from, to)];
        System.arraycopy(a, from, part, 0, part.length);
        sort(part, order);
        System.arraycopy(part, 0, a, from, part.length);
    }

    public static void sort(Object[] a) {
        sort(a, null);
    }

    private static void mergeSort(Object[] a, Object[] spare, int from, int to, Comparator<Object> by) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(a, spare, from, middle, by);
        mergeSort(a, spare, middle, to, by);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && by.compare(a[left], a[right]) <= 0;
            spare[i] = takeLeft ? a[left++] : a[right++];
        }
        System.arraycopy(spare, from, a, from, to - from);
    }

    /** A heap sort: in place, and never quadratic. */
    public static void sort(long[] a) {
        for (int end = a.length, i = end / 2; end > 1; ) {
            if (i > 0) {
                i--;
            } else {
                swap(a, 0, --end);
            }
            sift(a, i, end);
        }
    }

    private static void sift(long[] a, int root, int end) {
        for (int child = 2 * root + 1; child < end; child = 2 * root + 1) {
            if (child + 1 < end && a[child + 1] > a[child]) {
                child++;
            }
            if (a[root] >= a[child]) {
                return;
            }
            swap(a, root, child);
            root = child;
        }
    }

    private static void swap(long[] a, int i, int j) {
        long x = a[i];
        a[i] = a[j];
        a[j] = x;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> List<T> asList(T... a) {
        return new ArrayView<>(a);
    }

    /** A list that writes through to an array and has its length. */
    private static final class ArrayView<T> extends AbstractList<T> implements RandomAccess {
        private final T[] array;

        ArrayView(T[] array) {
            this.array = Objects.requireNonNull(array);
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public T get(int index) {
            return array[index];
        }

        @Override
        public T set(int index, T value) {
            T old = array[index];
            array[index] = value;
            return old;
        }
    }
}

package dev.kenari.kernel.domain.jdk;

/** What the copies of {@code java.util} take from the JDK's insides: {@code ArraysSupport} and reflection on arrays. */
public final class ArrayCopies {
    private ArrayCopies() {}

    /** An array of {@code component}s: the domain's budget has to agree. */
    public static Object newInstance(Class<?> component, int length) {
        return Current.BUDGET.newArray(component, length);
    }

    /** The length of an array that grows from {@code old} by at least {@code least}, better by {@code preferred}. */
    public static int newLength(int old, int least, int preferred) {
        int length = old + Math.max(least, preferred);
        if (length < 0) {
            length = Math.addExact(old, least);
        }
        return length;
    }

    /** The first index at which {@code length} elements from {@code aFrom} and {@code bFrom} differ, or -1. */
    public static int mismatch(long[] a, int aFrom, long[] b, int bFrom, int length) {
        for (int i = 0; i < length; i++) {
            if (a[aFrom + i] != b[bFrom + i]) {
                return i;
            }
        }
        return -1;
    }
}

package dev.kenari.kernel.domain;

import java.nio.CharBuffer;

/** About how many bytes objects take in the heap of a 64 bit JVM with compressed references, rounded up. */
final class ObjectSizes {
    static final int HEADER = 16;
    static final int ARRAY = 16;
    static final int REFERENCE = 4;
    /** Of an object of the JDK that is known to be small. */
    static final int SMALL = 48;
    /** Of an exception with the stack trace that the JVM keeps for it. */
    static final int EXCEPTION = 512;

    private ObjectSizes() {}

    /** Strings and arrays by their length, others as small or as an exception. */
    static int of(Object object) {
        long bytes = switch (object) {
            case String s -> 40L + 2L * s.length();
            case byte[] a -> ARRAY + (long) a.length;
            case boolean[] a -> ARRAY + (long) a.length;
            case short[] a -> ARRAY + 2L * a.length;
            case char[] a -> ARRAY + 2L * a.length;
            case int[] a -> ARRAY + 4L * a.length;
            case float[] a -> ARRAY + 4L * a.length;
            case long[] a -> ARRAY + 8L * a.length;
            case double[] a -> ARRAY + 8L * a.length;
            case Object[] a -> ARRAY + (long) REFERENCE * a.length;
            case CharBuffer b -> ARRAY + 2L * b.capacity();
            case Throwable t -> EXCEPTION;
            default -> SMALL;
        };
        return (int) Math.min(bytes, 1 << 30);
    }
}

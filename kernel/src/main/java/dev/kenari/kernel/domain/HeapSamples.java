package dev.kenari.kernel.domain;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the heap a domain's objects take, by sampling: of what it allocates, the object that crosses the next of randomly spaced
 * marks is remembered weakly, with the bytes since the mark before. What lives of the samples is, within a few per cent, what lives of the
 * domain; who holds it and how does not matter. Objects larger than the spacing are always among them.
 */
final class HeapSamples {
    private static final int SAMPLES = 1024;
    private static final int LEAST_INTERVAL = 1 << 10;
    private static final int MOST_INTERVAL = 1 << 18;

    private record Sample(WeakReference<Object> object, long bytes) {}

    private final long quota;
    private final int spacing;
    private final List<Sample> samples = new ArrayList<>();
    private long unattributed;
    private long live;
    private int interval;
    /** Any odd constant does: the domain can't read it. */
    private long random = 0x9e3779b97f4a7c15L;

    HeapSamples(long quota) {
        this.quota = quota;
        spacing = Math.clamp(quota / SAMPLES, LEAST_INTERVAL, MOST_INTERVAL);
        next();
    }

    /** Bytes between the last mark and the next. */
    int interval() {
        return interval;
    }

    private int next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        interval = spacing / 2 + (int) Long.remainderUnsigned(random, spacing);
        return interval;
    }

    /**
     * The mark is crossed by {@code object}, {@code bytes} after the last one; null for an object that can't be told, which counts as alive
     * for ever. Returns the bytes to the next mark.
     */
    int add(Object object, long bytes) {
        if (object == null) {
            unattributed += bytes;
        } else {
            samples.add(new Sample(new WeakReference<>(object), bytes));
        }
        live += bytes;
        return next();
    }

    long live() {
        return live;
    }

    /** Whether there is room for {@code bytes} more; looks at what has died if not, at last after a collection. */
    boolean fits(long bytes) {
        if (live + bytes <= quota) {
            return true;
        }
        count();
        if (live + bytes <= quota) {
            return true;
        }
        if (bytes > quota || unattributed > quota) {
            return false;
        }
        System.gc();
        count();
        // An eighth for what dies next, so that a domain can't make the machine collect all the time.
        return live + bytes <= quota - quota / 8;
    }

    private void count() {
        samples.removeIf(sample -> sample.object.get() == null);
        live = unattributed + samples.stream().mapToLong(Sample::bytes).sum();
    }
}

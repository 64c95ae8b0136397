package dev.kenari.kernel.mm;

/**
 * How much of a range is in memory, in pages (proc_pid_smaps(5)). A page is shared if another mapping shows it too.
 *
 * @param anonymous those that are no page of a file
 * @param proportional bytes, each shared page divided by the number of those that share it
 */
public record Residency(
        long pages,
        long anonymous,
        long accessed,
        long sharedClean,
        long sharedDirty,
        long privateClean,
        long privateDirty,
        long proportional,
        long proportionalDirty) {
    public static final Residency NONE = new Residency(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Residency plus(Residency other) {
        return new Residency(
                pages + other.pages,
                anonymous + other.anonymous,
                accessed + other.accessed,
                sharedClean + other.sharedClean,
                sharedDirty + other.sharedDirty,
                privateClean + other.privateClean,
                privateDirty + other.privateDirty,
                proportional + other.proportional,
                proportionalDirty + other.proportionalDirty);
    }

    /** Counts pages one by one. */
    static final class Count {
        private final long[] counts = new long[9];

        void add(boolean ownPage, int mappings, boolean wasAccessed, boolean dirty) {
            counts[0]++;
            counts[1] += ownPage ? 1 : 0;
            counts[2] += wasAccessed ? 1 : 0;
            counts[3 + (mappings > 1 ? 0 : 2) + (dirty ? 1 : 0)]++;
            long share = Frames.SIZE / Math.max(1, mappings);
            counts[7] += share;
            counts[8] += dirty ? share : 0;
        }

        Residency total() {
            return new Residency(
                    counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], counts[8]);
        }
    }
}

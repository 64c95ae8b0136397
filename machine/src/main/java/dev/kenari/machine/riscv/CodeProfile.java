package dev.kenari.machine.riscv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What earlier runs found worth translating, by the content of pages of guest code: which instructions ran, around which a
 * region was begun, and where indirect jumps went. Kept in a file, so that a program's next run translates at once.
 *
 * <p>It is a hint and nothing more. It holds no code: what is translated is decoded from the guest's memory in each run, and
 * bounded and checked as what that run finds by itself. A profile that is stale, damaged or made up by somebody costs time only.
 */
public final class CodeProfile {
    /** Knows nothing, and is not kept. */
    public static final CodeProfile NONE = new CodeProfile(null, Map.of());

    private final Path file;
    private final Map<Long, Page> pages;
    /** Those that this run has asked about or added to. */
    private final Set<Long> met = ConcurrentHashMap.newKeySet();

    private volatile boolean changed;

    /**
     * What is known of one page. Slots are halfwords, counted from the page's start.
     *
     * @param ran the slots of the instructions that were translated
     * @param hot the slots at which regions were asked for
     * @param jumps indirect jumps, as {@link #jump} packs them
     */
    public record Page(BitSet ran, Set<Integer> hot, Set<Integer> jumps) {
        /** A jump at {@code source} to {@code distance} slots from there. */
        public static int jump(int source, int distance) {
            return source << Short.SIZE | distance & 0xFFFF;
        }

        public static int source(int jump) {
            return jump >> Short.SIZE;
        }

        /** The slot to which {@code jump} goes; in another page if it is less than 0 or past the end. */
        public static int target(int jump) {
            return source(jump) + (short) jump;
        }

        Page and(Page other) {
            BitSet both = (BitSet) ran.clone();
            both.or(other.ran);
            return new Page(both, union(hot, other.hot), union(jumps, other.jumps));
        }

        private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
            if (a.containsAll(b)) {
                return a;
            }
            return Stream.concat(a.stream(), b.stream()).collect(Collectors.toUnmodifiableSet());
        }
    }

    private CodeProfile(Path file, Map<Long, Page> pages) {
        this.file = file;
        this.pages = new ConcurrentHashMap<>(pages);
    }

    /** The profile in {@code file}; empty if there is none that can be read. */
    public static CodeProfile open(Path file) {
        return new CodeProfile(file, CodeProfileFile.read(file));
    }

    /** What is known of the page whose content has {@code fingerprint}; null if nothing. */
    public Page page(long fingerprint) {
        Page page = pages.get(fingerprint);
        if (page != null) {
            met.add(fingerprint);
        }
        return page;
    }

    /** Adds to what is known of a page. */
    public void note(long fingerprint, Page page) {
        if (file == null || !pages.containsKey(fingerprint) && !makeRoom()) {
            return;
        }
        Page before = pages.get(fingerprint);
        Page after = pages.merge(fingerprint, page, Page::and);
        // After the page itself: a save may be under way.
        met.add(fingerprint);
        if (!after.equals(before)) {
            changed = true;
        }
    }

    /** A guest that makes code all the time fills the profile, not the host's memory. */
    private boolean makeRoom() {
        if (pages.size() >= CodeProfileFile.MOST_PAGES) {
            pages.keySet().retainAll(met);
        }
        return pages.size() < CodeProfileFile.MOST_PAGES;
    }

    /** Writes what this run has added, together with what others have written meanwhile. */
    public void save() throws IOException {
        if (changed) {
            changed = false;
            CodeProfileFile.write(file, pages, met);
        }
    }
}

package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.CodeProfile;
import dev.kenari.machine.riscv.interpreter.CodePage;
import dev.kenari.machine.riscv.interpreter.Dependent;
import dev.kenari.machine.riscv.isa.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A region on its way from discovery to code, and the pages that it is made of. */
final class Translation implements Dependent {
    /** A page of the region: {@code distance} pages from the base. */
    record Page(int distance, CodePage page) {}

    private final Translator translator;
    private final List<Page> pages = new ArrayList<>();
    private RegionGraph graph;
    private int[] members;
    private int[] entries;
    private List<Translation> superseded;
    /** Scratch of the thread that discovers. */
    private int distance;

    private int id;
    private volatile boolean valid = true;
    private volatile Region region;

    Translation(Translator translator) {
        this.translator = translator;
    }

    /** The region may have instructions of {@code page}, and learns of its changes from now on. */
    void use(int pageDistance, CodePage page) {
        pages.add(new Page(pageDistance, page));
        page.add(this);
    }

    /** The region has none of the page at {@code pageDistance}. */
    void drop(int pageDistance) {
        pages.stream().filter(page -> page.distance == pageDistance).forEach(page -> page.page.remove(id, this));
        pages.removeIf(page -> page.distance == pageDistance);
    }

    /** @param members the offsets of the region's instructions, ascending */
    void define(RegionGraph regionGraph, int[] regionMembers, List<Translation> neighbours) {
        graph = regionGraph;
        members = regionMembers;
        entries = regionGraph.entries();
        superseded = neighbours.stream().filter(this::covers).toList();
    }

    /** The instruction at {@code offset} as it is in memory. */
    int bits(int offset) {
        int low = halfword(offset);
        return Decoder.length(low) == 4 ? low | halfword(offset + 2) << 16 : low;
    }

    private int halfword(int offset) {
        int distance = Math.floorDiv(offset, 2 * CodePage.SLOTS);
        return pages.stream()
                .filter(page -> page.distance == distance)
                .mapToInt(page -> page.page.halfword(Math.floorMod(offset, 2 * CodePage.SLOTS) / 2))
                .findFirst()
                .orElseThrow();
    }

    /** What this region tells of its pages, around the hot instruction at {@code offset}. */
    void note(int offset, CodeProfile profile) {
        for (Page page : pages) {
            int first = page.distance * CodePage.SLOTS;
            BitSet ran = new BitSet();
            Arrays.stream(members).map(m -> m / 2 - first).filter(Translation::inPage).forEach(ran::set);
            Set<Integer> jumps = new HashSet<>();
            for (Block block : graph.blocks()) {
                int source = block.offsets()[block.length() - 1] / 2;
                if (inPage(source - first)) {
                    for (int target : block.targets()) {
                        jumps.add(CodeProfile.Page.jump(source - first, target / 2 - source));
                    }
                }
            }
            int hot = offset / 2 - first;
            profile.note(
                    page.page.fingerprint(), new CodeProfile.Page(ran, inPage(hot) ? Set.of(hot) : Set.of(), jumps));
        }
    }

    private static boolean inPage(int slot) {
        return slot >= 0 && slot < CodePage.SLOTS;
    }

    /** Whether {@code other} is of no more use beside this. */
    private boolean covers(Translation other) {
        int shift = other.distance * 2 * CodePage.SLOTS;
        return Arrays.stream(other.members).allMatch(offset -> Arrays.binarySearch(members, offset + shift) >= 0);
    }

    List<Page> pages() {
        return pages;
    }

    RegionGraph graph() {
        return graph;
    }

    int[] members() {
        return members;
    }

    /** Offsets, ascending. */
    int[] entries() {
        return entries;
    }

    /** The number of the entry at {@code offset}; negative if it is none. */
    int entry(int offset) {
        return Arrays.binarySearch(entries, offset);
    }

    List<Translation> superseded() {
        return superseded;
    }

    /** Pages from the base of the region that is being discovered to this one's. */
    int distance() {
        return distance;
    }

    void setDistance(int pagesAway) {
        distance = pagesAway;
    }

    int id() {
        return id;
    }

    Region region() {
        return region;
    }

    boolean valid() {
        return valid;
    }

    /** The code is there: harts may enter it. */
    void install(int number, Region code) {
        id = number;
        region = code;
        graph = null;
        superseded = null;
        for (int offset : entries) {
            for (Page page : pages) {
                if (page.distance == Math.floorDiv(offset, 2 * CodePage.SLOTS)) {
                    page.page.enter(Math.floorMod(offset, 2 * CodePage.SLOTS) / 2, number, this);
                }
            }
        }
    }

    /** No hart enters it from now on; its pages forget it. */
    void retire() {
        valid = false;
        for (Page page : pages) {
            page.page.remove(id, this);
        }
    }

    @Override
    public void invalidate() {
        valid = false;
        translator.invalidated(this);
    }
}

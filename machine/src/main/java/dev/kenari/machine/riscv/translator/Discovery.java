package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.CodeProfile;
import dev.kenari.machine.riscv.interpreter.CodePage;
import dev.kenari.machine.riscv.interpreter.IndirectJumps;
import dev.kenari.machine.riscv.interpreter.Opcode;
import dev.kenari.machine.riscv.isa.Instruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Finds the region around a hot address: the instructions that have run already and are connected to it by jumps, branches,
 * falling through or returning from calls, in either direction. That is the part of a function that is in use, whichever of
 * its instructions was hot first; of a part too large for one region, what is nearest.
 */
final class Discovery {
    /** Pages on either side of the hot one. */
    private static final int REACH = 2;

    private static final int PAGES = 2 * REACH + 1;
    private static final int SLOTS = PAGES * CodePage.SLOTS;
    private static final int PAGE_SIZE = 2 * CodePage.SLOTS;
    /** Longest block: {@link Site} has eight bits for an instruction's place in it. */
    private static final int LONGEST_BLOCK = 120;

    private static final int RETURN_ADDRESS = 1;
    private static final int ALTERNATE_LINK = 5;
    private static final int NONE = -1;

    /** The instruction that begins at each halfword of the window; 0 if none is known. */
    private final long[] window = new long[SLOTS];
    /** Jumps by where they go: the first for each slot, and the next for each jump. */
    private final int[] firstSource = new int[SLOTS];

    private final int[] nextSource = new int[SLOTS];
    private final CodePage[] pages = new CodePage[PAGES];
    private final BitSet member = new BitSet(SLOTS);
    private final BitSet owned = new BitSet(SLOTS);
    private final BitSet leaders = new BitSet(SLOTS);
    /** The leaders at which the interpreter may enter: not those whose instruction reaches into the next page. */
    private final BitSet entries = new BitSet(SLOTS);
    private final IndirectJumps jumps;
    /** Slots to which indirect jumps went in earlier runs, by the jump's. */
    private final Map<Integer, List<Integer>> known = new HashMap<>();

    private long base;

    Discovery(IndirectJumps jumps) {
        this.jumps = jumps;
    }

    /** Where a page's instructions come from; null for a page that can't be fetched from. */
    interface Source {
        CodePage page(long address);
    }

    /**
     * The region around {@code pc}: of about {@code limit} bytecodes, or {@code loopLimit} if it is in a {@link Loop}. Registers the translation with its pages, so that it
     * learns of changes from now on. Null if there is nothing to translate.
     */
    Translation discover(long pc, Source source, Translator translator, int limit, int loopLimit) {
        base = pc & -PAGE_SIZE;
        Translation translation = new Translation(translator);
        load(source, translation, translator);
        int hot = slot((int) (pc - base));
        if (!translatable(hot)) {
            translation.retire();
            return null;
        }
        link();
        owned.clear();
        List<Translation> neighbours = translator.neighbours(pages, REACH);
        if (!connect(hot, limit) && !loopAround(hot, loopLimit)) {
            narrow(hot, limit, neighbours);
        }
        markEntries(hot);
        keepEntries(neighbours);
        if (entries.isEmpty()) {
            translation.retire();
            return null;
        }
        List<Block> blocks = blocks();
        int[] starts = entries.stream().map(Discovery::offset).toArray();
        for (int i = 0; i < PAGES; i++) {
            if (!used(i)) {
                translation.drop(i - REACH);
            }
        }
        translation.define(new RegionGraph(blocks, starts), member.stream().map(Discovery::offset).toArray(), neighbours);
        return translation;
    }

    private boolean used(int page) {
        int first = page * CodePage.SLOTS;
        int at = member.nextSetBit(first);
        // An instruction that ends in the page may begin in the one before.
        boolean across = first > 0 && member.get(first - 1) && Instruction.halfwords(window[first - 1]) == 2;
        return across || at >= 0 && at < first + CodePage.SLOTS;
    }

    private static int offset(int slot) {
        return slot - REACH * CodePage.SLOTS << 1;
    }

    private static int slot(int offset) {
        return (offset >> 1) + REACH * CodePage.SLOTS;
    }

    private void load(Source source, Translation translation, Translator translator) {
        Arrays.fill(window, 0);
        known.clear();
        for (int p = 0; p < PAGES; p++) {
            pages[p] = source.page(base + (long) (p - REACH) * PAGE_SIZE);
            if (pages[p] != null) {
                translation.use(p - REACH, pages[p]);
            }
        }
        for (int p = 0; p < PAGES; p++) {
            if (pages[p] == null) {
                continue;
            }
            CodeProfile.Page earlier = translator.known(pages[p]);
            for (int i = 0; i < CodePage.SLOTS; i++) {
                long n = pages[p].slot(i);
                if (n == 0 && (earlier == null || !earlier.ran().get(i))) {
                    continue;
                }
                if (n == 0 || Instruction.code(n) == CodePage.ENTRY) {
                    n = pages[p].original(i);
                }
                if (Instruction.code(n) == CodePage.ACROSS) {
                    n = p + 1 < PAGES && pages[p + 1] != null ? pages[p].originalAcross(pages[p + 1]) : 0;
                }
                window[p * CodePage.SLOTS + i] = n;
            }
            if (earlier != null) {
                for (int jump : earlier.jumps()) {
                    int first = p * CodePage.SLOTS;
                    known.computeIfAbsent(first + CodeProfile.Page.source(jump), key -> new ArrayList<>())
                            .add(first + CodeProfile.Page.target(jump));
                }
            }
        }
    }

    private boolean translatable(int slot) {
        return slot >= 0 && slot < SLOTS && window[slot] != 0 && !RegisterSets.untranslated(window[slot]);
    }

    private void link() {
        Arrays.fill(firstSource, NONE);
        for (int at = 0; at < SLOTS; at++) {
            int to = window[at] == 0 ? NONE : target(at);
            if (to >= 0 && to < SLOTS) {
                nextSource[at] = firstSource[to];
                firstSource[to] = at;
            }
        }
    }

    /** The slot to which the jump or branch at {@code at} goes; -1 if it is none, or a call. */
    private int target(int at) {
        long n = window[at];
        int code = Instruction.code(n);
        boolean jump = code == Opcode.JAL && !isCall(n);
        if (!jump && !isBranch(code)) {
            return NONE;
        }
        int to = at + (int) (Instruction.immediate(n) >> 1);
        return to >= 0 ? to : NONE;
    }

    private static boolean isBranch(int code) {
        return code >= Opcode.BEQ && code <= Opcode.BGEU;
    }

    /** Whether control may go from {@code n} to the instruction after it, at once or after a call. */
    private static boolean fallsThrough(long n) {
        int code = Instruction.code(n);
        return code != Opcode.JAL && code != Opcode.JALR || isCall(n);
    }

    /**
     * Fills {@link #member} from {@code start}, nearest first, with instructions that nobody owns, of about {@code limit}
     * bytecodes. Returns whether that is all that there are.
     */
    private boolean connect(int start, int limit) {
        member.clear();
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        int size = 0;
        BitSet reached = new BitSet(SLOTS);
        reached.set(start);
        while (!queue.isEmpty() && size < limit) {
            int at = queue.remove();
            member.set(at);
            long n = window[at];
            size += InstructionWriter.estimate(n);
            int length = Instruction.halfwords(n);
            if (fallsThrough(n)) {
                visit(at + length, reached, queue);
            }
            visit(target(at), reached, queue);
            if (indirect(n)) {
                targets(at, to -> visit(to, reached, queue));
            }
            for (int from = firstSource[at]; from != NONE; from = nextSource[from]) {
                visit(from, reached, queue);
            }
            for (int back = 1; back <= 2; back++) {
                int before = at - back;
                if (before >= 0 && window[before] != 0 && Instruction.halfwords(window[before]) == back
                        && fallsThrough(window[before])) {
                    visit(before, reached, queue);
                }
            }
        }
        return queue.isEmpty();
    }

    /** The slots to which the indirect jump at {@code at} is known to go. */
    private void targets(int at, IntConsumer slots) {
        known.getOrDefault(at, List.of()).forEach(slots::accept);
        jumps.targets(base + offset(at), address -> {
            long distance = address - base;
            if (distance == (int) distance) {
                slots.accept(slot((int) distance));
            }
        });
    }

    private void visit(int at, BitSet reached, ArrayDeque<Integer> queue) {
        if (translatable(at) && !reached.get(at) && !owned.get(at)) {
            reached.set(at);
            queue.add(at);
        }
    }

    private static boolean indirect(long n) {
        return Instruction.code(n) == Opcode.JALR && !isCall(n) && Instruction.rs1(n) != RETURN_ADDRESS;
    }

    /** Whether the jump {@code n} is to come back: by the standard's link registers. Others, as in linkage tables, link for data. */
    private static boolean isCall(long n) {
        return Instruction.rd(n) == RETURN_ADDRESS || Instruction.rd(n) == ALTERNATE_LINK;
    }

    /** Too much for a region of the usual size: fills {@link #member} with the loop around {@code start} if there is one. */
    private boolean loopAround(int start, int limit) {
        connect(start, limit);
        markEntries(start);
        RegionGraph graph = new RegionGraph(blocks(), new int[0]);
        Loop loop = Loop.around(graph, graph.index(offset(start)));
        if (loop == null) {
            return false;
        }
        member.clear();
        loop.blocks().stream()
                .mapToObj(i -> graph.blocks().get(i).offsets())
                .flatMapToInt(Arrays::stream)
                .forEach(offset -> member.set(slot(offset)));
        return true;
    }

    /** Too much for one region: leaves to the neighbours what is theirs; or, if the hot instruction is too, adds an entry there. */
    private void narrow(int hot, int limit, List<Translation> neighbours) {
        for (Translation neighbour : neighbours) {
            BitSet theirs = slots(neighbour);
            if (theirs.get(hot)) {
                member.clear();
                member.or(theirs);
                return;
            }
            owned.or(theirs);
        }
        connect(hot, limit);
    }

    /** The slots in this window of a neighbour's instructions. */
    private BitSet slots(Translation neighbour) {
        BitSet slots = new BitSet(SLOTS);
        int shift = neighbour.distance() * CodePage.SLOTS;
        for (int offset : neighbour.members()) {
            int slot = slot(offset) + shift;
            if (slot >= 0 && slot < SLOTS && window[slot] != 0) {
                slots.set(slot);
            }
        }
        return slots;
    }

    /**
     * Every block is an entry, so that code that was left where it is cold is joined again at once: a block begins where a jump
     * goes, and where the instruction before does not simply go on.
     */
    private void markEntries(int hot) {
        entries.clear();
        leaders.clear();
        lead(hot);
        for (int at = member.nextSetBit(0); at >= 0; at = member.nextSetBit(at + 1)) {
            if (firstSource[at] != NONE || !follows(at)) {
                lead(at);
            }
            if (indirect(window[at])) {
                targets(at, this::lead);
            }
        }
    }

    /**
     * Where a neighbour could be entered whose place this region takes, it still can: whoever comes there would find nothing, and have a
     * region made that takes this one's place.
     */
    private void keepEntries(List<Translation> neighbours) {
        for (Translation neighbour : neighbours) {
            int shift = neighbour.distance() * CodePage.SLOTS;
            if (Arrays.stream(neighbour.members()).allMatch(offset -> isMember(slot(offset) + shift))) {
                Arrays.stream(neighbour.entries()).forEach(offset -> lead(slot(offset) + shift));
            }
        }
    }

    private boolean isMember(int slot) {
        return slot >= 0 && slot < SLOTS && member.get(slot);
    }

    private void lead(int slot) {
        if (isMember(slot)) {
            leaders.set(slot);
            boolean acrossPages =
                    slot % CodePage.SLOTS == CodePage.SLOTS - 1 && Instruction.halfwords(window[slot]) == 2;
            if (!acrossPages) {
                entries.set(slot);
            }
        }
    }

    /** Whether the one way to {@code at} that is not a jump is from the member before it, which is none. */
    private boolean follows(int at) {
        for (int back = 1; back <= 2 && back <= at; back++) {
            int before = at - back;
            if (window[before] != 0 && Instruction.halfwords(window[before]) == back) {
                int code = Instruction.code(window[before]);
                return member.get(before) && (code < Opcode.JAL || code > Opcode.BGEU);
            }
        }
        return false;
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        BitSet started = new BitSet(SLOTS);
        for (int at = member.nextSetBit(0); at >= 0; at = member.nextSetBit(at + 1)) {
            if (!started.get(at)) {
                blocks.add(block(at, started));
            }
        }
        return blocks;
    }

    private Block block(int start, BitSet started) {
        int[] offsets = new int[LONGEST_BLOCK];
        long[] instructions = new long[LONGEST_BLOCK];
        int count = 0;
        int at = start;
        do {
            started.set(at);
            offsets[count] = offset(at);
            instructions[count++] = window[at];
            int code = Instruction.code(window[at]);
            at += Instruction.halfwords(window[at]);
            if (code >= Opcode.JAL && code <= Opcode.BGEU) {
                break;
            }
        } while (count < LONGEST_BLOCK && member.get(at) && !leaders.get(at) && !started.get(at));
        return end(Arrays.copyOf(offsets, count), Arrays.copyOf(instructions, count), offset(at));
    }

    private Block end(int[] offsets, long[] instructions, int next) {
        long n = instructions[instructions.length - 1];
        int code = Instruction.code(n);
        int to = offsets[offsets.length - 1] + (int) Instruction.immediate(n);
        boolean links = isCall(n);
        if (isBranch(code)) {
            return new Block(offsets, instructions, Block.End.BRANCH, next, to, new int[0]);
        }
        if (code == Opcode.JAL) {
            return new Block(offsets, instructions, links ? Block.End.CALL : Block.End.JUMP, next, to, new int[0]);
        }
        if (code == Opcode.JALR) {
            return new Block(
                    offsets,
                    instructions,
                    links ? Block.End.INDIRECT_CALL : Block.End.INDIRECT_JUMP,
                    next,
                    0,
                    links || !indirect(n) ? new int[0] : targets(slot(offsets[offsets.length - 1])));
        }
        return new Block(offsets, instructions, Block.End.FALL, next, 0, new int[0]);
    }

    private int[] targets(int at) {
        BitSet inside = new BitSet(SLOTS);
        targets(at, slot -> {
            if (slot >= 0 && slot < SLOTS && entries.get(slot)) {
                inside.set(slot);
            }
        });
        return inside.stream().map(Discovery::offset).toArray();
    }
}

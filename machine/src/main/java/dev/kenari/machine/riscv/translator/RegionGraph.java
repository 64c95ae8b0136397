package dev.kenari.machine.riscv.translator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A region's control flow, and which registers each block must find in locals and leave in memory. Registers that a block may
 * leave modified are {@link #dirty}: kept in locals, written back where the region is left. All sets are as {@link
 * RegisterSets} has them.
 */
final class RegionGraph {
    /** More make C1 give up: every block, being an entry, merges all registers. */
    private static final int TIGHT_BLOCKS = 12;

    private final List<Block> blocks;
    private final int[] entries;
    private final Map<Integer, Integer> indexes = new HashMap<>();
    private final long[] dirty;
    private final long[] live;

    /** @param blocks in ascending order @param entries the offsets of blocks at which the region may be entered */
    RegionGraph(List<Block> blocks, int[] entries) {
        this.blocks = blocks;
        this.entries = entries;
        for (int i = 0; i < blocks.size(); i++) {
            indexes.put(blocks.get(i).start(), i);
        }
        this.dirty = dirtySets();
        this.live = liveSets();
    }

    List<Block> blocks() {
        return blocks;
    }

    int[] entries() {
        return entries;
    }

    /** The index of the block at {@code offset}; -1 if it is outside the region. */
    int index(int offset) {
        return indexes.getOrDefault(offset, -1);
    }

    /** The registers that may be modified anywhere in block {@code index} or before it, since they were last written back. */
    long dirty(int index) {
        return dirty[index];
    }

    /** The registers that must be in locals where block {@code index} starts. */
    long live(int index) {
        return live[index];
    }

    /** The registers to load where the region is entered. */
    long liveAtEntry() {
        long set = 0;
        for (int entry : entries) {
            set |= live[index(entry)];
        }
        return set;
    }

    /** Whether the region is a small loop without calls: what runs in it for long without leaving. */
    boolean isTightLoop() {
        boolean loops = false;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.end().isCall()) {
                return false;
            }
            for (int offset : successors(block)) {
                int to = index(offset);
                loops |= to >= 0 && to <= i;
            }
        }
        return loops && blocks.size() <= TIGHT_BLOCKS;
    }

    /** Offsets to which control may go from {@code block} without leaving the region's code, calls apart. */
    static int[] successors(Block block) {
        return switch (block.end()) {
            case FALL -> new int[] {block.next()};
            case BRANCH -> new int[] {block.next(), block.target()};
            case JUMP -> new int[] {block.target()};
            case INDIRECT_JUMP -> block.targets();
            case CALL, INDIRECT_CALL -> new int[0];
        };
    }

    private long[] dirtySets() {
        long[] sets = new long[blocks.size()];
        for (int i = 0; i < sets.length; i++) {
            for (long n : blocks.get(i).instructions()) {
                sets[i] |= RegisterSets.writes(n);
            }
        }
        boolean changed;
        do {
            changed = false;
            for (int i = 0; i < sets.length; i++) {
                for (int offset : successors(blocks.get(i))) {
                    int to = index(offset);
                    if (to >= 0 && (sets[to] | sets[i]) != sets[to]) {
                        sets[to] |= sets[i];
                        changed = true;
                    }
                }
            }
        } while (changed);
        return sets;
    }

    private long[] liveSets() {
        long[] sets = new long[blocks.size()];
        boolean changed;
        do {
            changed = false;
            for (int i = sets.length - 1; i >= 0; i--) {
                long set = liveBefore(i, sets);
                changed |= set != sets[i];
                sets[i] = set;
            }
        } while (changed);
        return sets;
    }

    private long liveBefore(int index, long[] sets) {
        Block block = blocks.get(index);
        // What is dirty may be written back wherever the block ends: by a call, a way out, a poll.
        long set = dirty[index];
        for (int offset : successors(block)) {
            int to = index(offset);
            set |= to >= 0 ? sets[to] : 0;
        }
        for (int i = block.length() - 1; i >= 0; i--) {
            long n = block.instructions()[i];
            set &= ~RegisterSets.writes(n);
            if (RegisterSets.mayTrap(n)) {
                set |= dirty[index];
            }
            set |= RegisterSets.reads(n);
        }
        return set;
    }
}

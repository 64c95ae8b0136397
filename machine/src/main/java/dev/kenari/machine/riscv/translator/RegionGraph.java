package dev.kenari.machine.riscv.translator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A region's control flow. */
final class RegionGraph {
    private final List<Block> blocks;
    private final int[] entries;
    private final Map<Integer, Integer> indexes = new HashMap<>();

    /** @param blocks in ascending order @param entries the offsets of blocks at which the region may be entered */
    RegionGraph(List<Block> blocks, int[] entries) {
        this.blocks = blocks;
        this.entries = entries;
        for (int i = 0; i < blocks.size(); i++) {
            indexes.put(blocks.get(i).start(), i);
        }
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

    /** The indexes of the blocks to which control may go from block {@code index}, calls apart. */
    int[] successors(int index) {
        Block block = blocks.get(index);
        int[] offsets = switch (block.end()) {
            case FALL -> new int[] {block.next()};
            case BRANCH -> new int[] {block.next(), block.target()};
            case JUMP -> new int[] {block.target()};
            case INDIRECT_JUMP -> block.targets();
            case CALL, INDIRECT_CALL -> new int[0];
        };
        return IntStream.of(offsets).map(this::index).filter(i -> i >= 0).toArray();
    }
}

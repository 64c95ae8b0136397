package dev.kenari.machine.riscv.translator;

/**
 * A basic block: {@code instructions} (as {@link dev.kenari.machine.riscv.isa.Instruction} packs them) at {@code offsets}, and
 * how it ends.
 *
 * @param next the offset after the block
 * @param target where the block's jump, branch or call goes; 0 if none or not constant
 * @param targets where an indirect jump is known to go
 */
record Block(int[] offsets, long[] instructions, End end, int next, int target, int[] targets) {
    enum End {
        /** Goes on at {@link #next}. */
        FALL,
        BRANCH,
        JUMP,
        CALL,
        INDIRECT_JUMP,
        INDIRECT_CALL;

        boolean isCall() {
            return this == CALL || this == INDIRECT_CALL;
        }
    }

    int start() {
        return offsets[0];
    }

    int length() {
        return offsets.length;
    }

    long last() {
        return instructions[instructions.length - 1];
    }
}

package dev.kenari.kernel.mutation;

/** The classes of faults, after those that field studies of operating systems found and that injection tools use. */
public enum Mutation {
    /** A conditional branch is taken where it was not, and the other way round. */
    INVERTED_BRANCH,
    /** Another variable, field, constant or operator than the one that was meant. */
    WRONG_OPERAND,
    /** An instruction is missing; its operands are taken off the stack. */
    DROPPED_INSTRUCTION,
    /** A constant or a step that is one too large or small, a comparison that includes its bound or no longer does. */
    OFF_BY_ONE
}

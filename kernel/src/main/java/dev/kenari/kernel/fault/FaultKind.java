package dev.kenari.kernel.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What goes wrong in a component. */
public enum FaultKind {
    /** A call throws what no caller expects. */
    EXCEPTION,
    /** A call never returns and gives the hart to nobody. */
    HANG,
    /** Each call keeps some frames for good. */
    LEAK,
    /** A call writes where it should not: into a program's memory, the page cache, a page table, the frame table. */
    WILD_WRITE,
    /** A call returns something else than it found out, or reports success without having worked. */
    BAD_REPLY,
    /** An interrupt is acknowledged and forgotten. */
    LOST_IRQ,
    /** The device's line is never dropped again. */
    IRQ_STORM,
    /** The device is given the address of memory that is not the driver's. */
    BAD_DMA,
    /** A conditional branch of the component's code goes the other way. */
    INVERTED_BRANCH,
    /** An instruction of the component's code uses another variable, field, constant or operator. */
    WRONG_OPERAND,
    /** An instruction of the component's code is missing. */
    DROPPED_INSTRUCTION;

    /** Whether the fault is in the component's class files, from its start on. */
    public boolean inCode() {
        return this == INVERTED_BRANCH || this == WRONG_OPERAND || this == DROPPED_INSTRUCTION;
    }

    /** As commands and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultKind> of(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst();
    }
}

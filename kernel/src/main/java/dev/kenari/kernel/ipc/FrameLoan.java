package dev.kenari.kernel.ipc;

/** A loan of contiguous physical memory, by byte range. Implemented by records of protocols. */
public non-sealed interface FrameLoan extends Loan {
    /** Physical address of the first byte. */
    long address();

    /** In bytes. */
    int length();

    /** Whether the receiver only reads the memory. */
    boolean readOnly();
}

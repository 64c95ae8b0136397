package dev.kenari.machine.riscv;

/** What a U-mode program sees of a hart: the state that a trap saves and a task switch exchanges. */
public final class Registers {
    /**
     * x0..x31; {@code x[0]} stays 0. {@code x[32]} is where engines drop results for x0: no part of the program's state.
     */
    public final long[] x = new long[33];
    /** f0..f31 as raw bits; singles are NaN-boxed. */
    public final long[] f = new long[32];

    public long pc;
    /** frm and fflags, as fcsr holds them. */
    public int fcsr;

    public void copyFrom(Registers other) {
        System.arraycopy(other.x, 0, x, 0, 32);
        System.arraycopy(other.f, 0, f, 0, 32);
        pc = other.pc;
        fcsr = other.fcsr;
    }
}

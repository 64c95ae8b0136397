package dev.kenari.machine.riscv;

/** Trap causes as {@code scause} numbers them (Privileged Architecture, table "Supervisor cause register values"). */
public final class Cause {
    public static final int INSTRUCTION_MISALIGNED = 0;
    public static final int INSTRUCTION_ACCESS_FAULT = 1;
    public static final int ILLEGAL_INSTRUCTION = 2;
    public static final int BREAKPOINT = 3;
    public static final int LOAD_MISALIGNED = 4;
    public static final int LOAD_ACCESS_FAULT = 5;
    public static final int STORE_MISALIGNED = 6;
    public static final int STORE_ACCESS_FAULT = 7;
    public static final int ECALL_FROM_U = 8;
    public static final int INSTRUCTION_PAGE_FAULT = 12;
    public static final int LOAD_PAGE_FAULT = 13;
    public static final int STORE_PAGE_FAULT = 15;

    /** Set in the cause of an interrupt; the low bits are then one of the next three. */
    public static final int INTERRUPT = 1 << 31;

    public static final int SOFTWARE = 1;
    public static final int TIMER = 5;
    public static final int EXTERNAL = 9;

    private Cause() {}
}

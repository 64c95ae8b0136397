package dev.kenari.machine.riscv.isa;

/** The extensions that the instruction table has rows of. */
public enum Extension {
    RV64I,
    ZIFENCEI,
    ZICSR,
    M,
    A,
    F,
    D,
    C,
    ZBA,
    ZBB,
    ZBS,
    ZICOND,
    ZICBOZ,
    /** S- and M-mode instructions: known to the disassembler, illegal in U-mode. */
    PRIVILEGED
}

package dev.kenari.machine.riscv.isa;

/** The instruction table. */
public enum Op {
    ADDI
}

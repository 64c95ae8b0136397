/**
 * Translates hot guest code to JVM bytecode. {@link dev.kenari.machine.riscv.translator.Discovery} finds a region around a hot
 * address, {@link dev.kenari.machine.riscv.translator.RegionWriter} makes a hidden class of it, {@link
 * dev.kenari.machine.riscv.translator.Translator} keeps what was made, and a hart's {@link
 * dev.kenari.machine.riscv.translator.Execution} runs it. Offsets in this package are relative to a region's base: the virtual
 * address of the page at which its discovery began.
 */
package dev.kenari.machine.riscv.translator;

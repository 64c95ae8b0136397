/**
 * The instruction set as data. {@link dev.kenari.machine.riscv.isa.Op} is the only list of instructions: mnemonic, extension,
 * encoding and operand format, one row each. The decoder, disassembler, assembler, interpreter and the test that encodings do
 * not overlap all read it. To add an instruction: add its row, then its semantics in the interpreter.
 *
 * <p>Source: The RISC-V Instruction Set Manual, Volume I (unprivileged) 20240411 and Volume II (privileged) 20240411.
 */
package dev.kenari.machine.riscv.isa;

/**
 * The interpreter: a loop over decoded instructions ({@code Interpreter}) with a class per extension for what is rare.
 *
 * <p>A page's instructions are decoded once, lazily, into a {@code CodePage} that all harts of the board share. The loop keeps
 * the current page's slots and an index into them instead of a pc; leaving the page looks the next one up in the fetch TLB.
 */
package dev.kenari.machine.riscv.interpreter;

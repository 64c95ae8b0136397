/** What connects the board: physical memory, the bus to device registers, interrupt lines. */
package dev.kenari.machine.bus;

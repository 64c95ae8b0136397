/** Address translation: the Sv39 page-table walk and the software TLBs in front of it (Volume II, chapter "Sv39"). */
package dev.kenari.machine.riscv.mmu;

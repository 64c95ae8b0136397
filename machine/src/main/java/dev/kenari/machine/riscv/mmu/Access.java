package dev.kenari.machine.riscv.mmu;

import dev.kenari.machine.riscv.Cause;

/** What an access wants of a page, and the traps that it takes. */
public enum Access {
    FETCH(1L << 3, Cause.INSTRUCTION_PAGE_FAULT, Cause.INSTRUCTION_ACCESS_FAULT),
    READ(1L << 1, Cause.LOAD_PAGE_FAULT, Cause.LOAD_ACCESS_FAULT),
    WRITE(1L << 2, Cause.STORE_PAGE_FAULT, Cause.STORE_ACCESS_FAULT);

    /** The PTE bit that permits it. */
    final long permission;

    final int pageFault;
    final int accessFault;

    Access(long permission, int pageFault, int accessFault) {
        this.permission = permission;
        this.pageFault = pageFault;
        this.accessFault = accessFault;
    }
}

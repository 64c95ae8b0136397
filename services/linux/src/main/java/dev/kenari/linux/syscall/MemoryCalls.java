package dev.kenari.linux.syscall;

/** Memory: rows of the {@link SyscallTable}. */
final class MemoryCalls {
    private MemoryCalls() {}

    static void addTo(Rows rows) {
        rows.missing(214, "brk", "ptr", "");
        rows.missing(215, "munmap", "ptr size", "");
        rows.missing(216, "mremap", "ptr size size hex ptr", "");
        rows.missing(222, "mmap", "ptr size prot mapflags fd off", "");
        rows.missing(224, "swapon", "path hex", "");
        rows.missing(225, "swapoff", "path", "");
        rows.missing(226, "mprotect", "ptr size prot", "");
        rows.missing(227, "msync", "ptr size hex", "");
        rows.missing(228, "mlock", "ptr size", "");
        rows.missing(229, "munlock", "ptr size", "");
        rows.missing(230, "mlockall", "hex", "");
        rows.missing(231, "munlockall", "", "");
        rows.missing(232, "mincore", "ptr size ptr", "");
        rows.missing(233, "madvise", "ptr size int", "");
        rows.missing(234, "remap_file_pages", "ptr size prot size hex", "");
        rows.missing(235, "mbind", "ptr size int ptr size hex", "");
        rows.missing(236, "get_mempolicy", "ptr ptr size ptr hex", "");
        rows.missing(237, "set_mempolicy", "int ptr size", "");
        rows.missing(238, "migrate_pages", "pid size ptr ptr", "");
        rows.missing(239, "move_pages", "pid size ptr ptr ptr hex", "");
        rows.missing(259, "riscv_flush_icache", "ptr ptr hex", "");
        rows.missing(270, "process_vm_readv", "pid ptr size ptr size hex", "");
        rows.missing(271, "process_vm_writev", "pid ptr size ptr size hex", "");
        rows.missing(282, "userfaultfd", "hex", "");
        rows.missing(283, "membarrier", "int hex int", "");
        rows.missing(284, "mlock2", "ptr size hex", "");
        rows.missing(288, "pkey_mprotect", "ptr size prot int", "");
        rows.missing(289, "pkey_alloc", "hex hex", "");
        rows.missing(290, "pkey_free", "int", "");
        rows.missing(440, "process_madvise", "fd ptr size int hex", "");
        rows.missing(447, "memfd_secret", "hex", "");
        rows.missing(448, "process_mrelease", "fd hex", "");
        rows.missing(450, "set_mempolicy_home_node", "ptr size size hex", "");
        rows.missing(453, "map_shadow_stack", "ptr size hex", "");
        rows.missing(462, "mseal", "ptr size hex", "");
    }
}

package dev.kenari.linux.syscall;

/** Memory: rows of the {@link SyscallTable}. */
final class MemoryCalls {
    private MemoryCalls() {}

    static void addTo(Rows rows) {
        rows.full(214, "brk", "ptr", Brk::brk);
        rows.full(215, "munmap", "ptr size", Munmap::munmap);
        rows.full(216, "mremap", "ptr size size hex ptr", Mremap::mremap);
        rows.partial(222, "mmap", "ptr size prot mapflags fd off", Mmap::mmap, "no huge pages: MAP_HUGETLB is ENOMEM");
        rows.missing(224, "swapon", "path hex", "");
        rows.missing(225, "swapoff", "path", "");
        rows.full(226, "mprotect", "ptr size prot", Mprotect::mprotect);
        rows.full(227, "msync", "ptr size hex", Msync::msync);
        rows.full(228, "mlock", "ptr size", Mlock::mlock);
        rows.full(229, "munlock", "ptr size", Mlock::munlock);
        rows.full(230, "mlockall", "hex", Mlock::mlockall);
        rows.full(231, "munlockall", "", Mlock::munlockall);
        rows.full(232, "mincore", "ptr size ptr", Mincore::mincore);
        rows.partial(233, "madvise", "ptr size int", Madvise::madvise,
                "no huge pages, page merging or guard regions: EINVAL");
        rows.missing(234, "remap_file_pages", "ptr size prot size hex", "");
        rows.missing(235, "mbind", "ptr size int ptr size hex", "");
        rows.missing(236, "get_mempolicy", "ptr ptr size ptr hex", "");
        rows.missing(237, "set_mempolicy", "int ptr size", "");
        rows.missing(238, "migrate_pages", "pid size ptr ptr", "");
        rows.missing(239, "move_pages", "pid size ptr ptr ptr hex", "");
        rows.full(259, "riscv_flush_icache", "ptr ptr hex", RiscvFlushIcache::riscvFlushIcache);
        rows.full(270, "process_vm_readv", "pid ptr size ptr size hex", ProcessVmReadv::processVmReadv);
        rows.full(271, "process_vm_writev", "pid ptr size ptr size hex", ProcessVmReadv::processVmWritev);
        rows.missing(282, "userfaultfd", "hex", "");
        rows.partial(283, "membarrier", "int hex int", Membarrier::membarrier,
                "no restartable sequences: MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ is EINVAL");
        rows.full(284, "mlock2", "ptr size hex", Mlock::mlock2);
        rows.full(288, "pkey_mprotect", "ptr size prot int", Mprotect::pkeyMprotect);
        rows.full(289, "pkey_alloc", "hex hex", PkeyAlloc::pkeyAlloc);
        rows.full(290, "pkey_free", "int", PkeyAlloc::pkeyFree);
        rows.missing(440, "process_madvise", "fd ptr size int hex", "");
        rows.missing(447, "memfd_secret", "hex", "");
        rows.missing(448, "process_mrelease", "fd hex", "");
        rows.missing(450, "set_mempolicy_home_node", "ptr size size hex", "");
        rows.missing(453, "map_shadow_stack", "ptr size hex", "");
        rows.missing(462, "mseal", "ptr size hex", "");
    }
}

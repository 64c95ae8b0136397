/** The Linux/riscv64 contract as data: error numbers, structures, flags, ELF, auxiliary vector, signal frame. */
module dev.kenari.abi {
    exports dev.kenari.abi;
}

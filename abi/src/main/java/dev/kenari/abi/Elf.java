package dev.kenari.abi;

/** Constants of the ELF format for 64-bit little-endian files (System V gABI; RISC-V ELF psABI). */
public final class Elf {
    /** {@code 0x7F 'E' 'L' 'F'} read as a little-endian word. */
    public static final int MAGIC = 0x464C_457F;

    public static final int CLASS_64 = 2;
    public static final int DATA_LITTLE_ENDIAN = 1;
    public static final int VERSION = 1;

    public static final int TYPE_EXEC = 2;
    public static final int TYPE_DYN = 3;
    public static final int MACHINE_RISCV = 243;

    public static final int HEADER_SIZE = 64;
    public static final int PROGRAM_HEADER_SIZE = 56;
    public static final int SYMBOL_SIZE = 24;

    public static final int PT_LOAD = 1;
    public static final int PT_DYNAMIC = 2;
    public static final int PT_INTERP = 3;
    public static final int PT_NOTE = 4;
    public static final int PT_PHDR = 6;
    public static final int PT_GNU_EH_FRAME = 0x6474_E550;
    public static final int PT_GNU_STACK = 0x6474_E551;

    public static final int PF_X = 1;
    public static final int PF_W = 2;
    public static final int PF_R = 4;

    public static final int DT_NULL = 0;
    public static final int DT_HASH = 4;
    public static final int DT_STRTAB = 5;
    public static final int DT_SYMTAB = 6;
    public static final int DT_STRSZ = 10;
    public static final int DT_SYMENT = 11;
    public static final int DT_SONAME = 14;
    public static final int DT_VERSYM = 0x6FFF_FFF0;
    public static final int DT_VERDEF = 0x6FFF_FFFC;
    public static final int DT_VERDEFNUM = 0x6FFF_FFFD;

    private Elf() {}
}

package dev.kenari.process.table;

/**
 * What a process executes, for procfs and signal delivery. The strings that the program may change lie in its memory.
 *
 * @param handle the executable at the file service
 * @param path its absolute path at the time
 * @param vdso where the vDSO begins
 * @param sigreturn address of its {@code __vdso_rt_sigreturn}
 * @param auxv the auxiliary vector, as /proc/PID/auxv shows it
 * @param stackStart highest stack address in use at the start
 * @param codeStart and {@code codeEnd}, {@code dataStart}, {@code dataEnd}: of the executable, for /proc/PID/stat
 */
public record Program(
        int handle,
        String path,
        long vdso,
        long sigreturn,
        byte[] auxv,
        long stackStart,
        long codeStart,
        long codeEnd,
        long dataStart,
        long dataEnd) {}

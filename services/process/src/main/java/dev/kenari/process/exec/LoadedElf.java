package dev.kenari.process.exec;

/**
 * An ELF file in memory.
 *
 * @param bias what was added to the file's addresses
 * @param headers where the program headers are; 0 if they are in no segment
 * @param end first address after the last segment
 */
record LoadedElf(
        long bias, long entry, long headers, long end, long codeStart, long codeEnd, long dataStart, long dataEnd) {}

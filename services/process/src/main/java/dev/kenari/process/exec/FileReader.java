package dev.kenari.process.exec;

import dev.kenari.abi.Errno;

/** Reads a file that is to be executed. */
@FunctionalInterface
interface FileReader {
    /** Bytes at {@code offset}; fewer than {@code length} at the end of the file. */
    byte[] read(long offset, int length) throws Errno;
}

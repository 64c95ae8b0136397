package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;

/** What becomes of what is written to a file. EINVAL for what it can't mean. */
@FunctionalInterface
interface Setting {
    void write(String text) throws Errno;
}

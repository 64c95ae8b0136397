package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;

/** What a file that is computed says when it is read, from its start. Text is ISO-8859-1. */
@FunctionalInterface
interface Content {
    String read() throws Errno;
}

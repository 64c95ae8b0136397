package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/**
 * Where the content of an image's files comes from: one long sequence of bytes, read as pages are touched. May sleep.
 */
@FunctionalInterface
public interface ImageSource {
    /** Copies {@code length} bytes, at most a page, at {@code offset} to the physical address {@code frame}. EIO. */
    void read(long offset, long frame, int length) throws Errno;
}

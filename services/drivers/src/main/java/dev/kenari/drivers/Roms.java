package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/** The board's read-only memories, numbered from 0: what image files are paged in from. */
@Protocol
public interface Roms {
    int count();

    /** Bytes. ENXIO if there is no such ROM. */
    long size(int rom) throws Errno;

    /** Copies {@code length} bytes from {@code offset} to physical address {@code address}. EIO if the host can't read them, or beyond the end. */
    void read(int rom, long offset, long address, int length) throws Errno;
}

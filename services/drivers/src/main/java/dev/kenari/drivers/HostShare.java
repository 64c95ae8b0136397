package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import java.util.List;

/**
 * A directory (or a single file) of the host. Files are nodes; a number stays valid until {@link #forget}, and 1 is the root.
 * Every method may sleep, whatever signals arrive. Names are single components, as bytes in ISO-8859-1; the host knows only those that
 * are UTF-8 (EILSEQ). Symbolic links are text.
 */
@Protocol
public interface HostShare {
    long ROOT = 1;

    /** Which attributes {@link #setAttributes} changes. */
    int MODE = 1;

    int UID = 2;
    int GID = 4;
    int SIZE = 8;
    int ACCESSED = 0x10;
    int MODIFIED = 0x20;

    /** As mount(8) would name the source. */
    String tag();

    HostAttributes attributes(long node) throws Errno;

    /** ENOENT. */
    HostFile lookup(long directory, String name) throws Errno;

    /** Changes the attributes that {@code which} names to those in {@code to}. An owner can't change: EPERM. */
    HostAttributes setAttributes(long node, int which, HostAttributes to) throws Errno;

    /** A new regular file that is not open. EEXIST. */
    HostFile makeFile(long directory, String name, int mode) throws Errno;

    HostFile makeDirectory(long directory, String name, int mode) throws Errno;

    HostFile makeLink(long directory, String name, String target) throws Errno;

    String readLink(long node) throws Errno;

    void unlink(long directory, String name) throws Errno;

    void rmdir(long directory, String name) throws Errno;

    /** @param replace whether {@code toName} may exist; else EEXIST */
    void rename(long directory, String name, long toDirectory, String toName, boolean replace) throws Errno;

    /**
     * Opens a regular file; returns a handle.
     *
     * @param access 0 reading, 1 writing, 2 both
     */
    long open(long node, int access) throws Errno;

    void release(long handle) throws Errno;

    /** {@code length} bytes at {@code offset}; fewer only at the end of the file. */
    byte[] read(long handle, long offset, int length) throws Errno;

    /** As {@link #read}, at most a page, to physical address {@code frame}; returns the count. */
    int readFrame(long handle, long offset, long frame, int length) throws Errno;

    /** Writes all of {@code bytes}. */
    void write(long handle, long offset, byte[] bytes) throws Errno;

    /** What was written is stable on return. */
    void sync(long handle, boolean dataOnly) throws Errno;

    /** A directory as it is now; returns a handle for {@link #list} and {@link #releaseDirectory}. */
    long openDirectory(long node) throws Errno;

    /** Entries after {@code cookie} (0: from the start), some at least; empty at the end. Without {@code .} and {@code ..}. */
    List<HostEntry> list(long handle, long cookie) throws Errno;

    void releaseDirectory(long handle) throws Errno;

    HostSpace space() throws Errno;

    /** The caller does not know the node any more. */
    void forget(long node);
}

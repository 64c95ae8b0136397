package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;
import dev.kenari.kernel.mm.PageLoan;
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
    @Repeatable
    String tag();

    @Repeatable
    HostAttributes attributes(long node) throws Errno;

    /** ENOENT. */
    @Repeatable
    HostFile lookup(long directory, String name) throws Errno;

    /** Changes the attributes that {@code which} names to those in {@code to}. An owner can't change: EPERM. */
    @Repeatable
    HostAttributes setAttributes(long node, int which, HostAttributes to) throws Errno;

    /** A new regular file that is not open. EEXIST. */
    HostFile makeFile(long directory, String name, int mode) throws Errno;

    HostFile makeDirectory(long directory, String name, int mode) throws Errno;

    HostFile makeLink(long directory, String name, String target) throws Errno;

    @Repeatable
    String readLink(long node) throws Errno;

    @Repeatable(done = "ENOENT")
    void unlink(long directory, String name) throws Errno;

    @Repeatable(done = "ENOENT")
    void rmdir(long directory, String name) throws Errno;

    /** @param replace whether {@code toName} may exist; else EEXIST */
    void rename(long directory, String name, long toDirectory, String toName, boolean replace) throws Errno;

    /**
     * Opens a regular file; returns a handle.
     *
     * @param access 0 reading, 1 writing, 2 both
     */
    @Repeatable
    long open(long node, int access) throws Errno;

    @Repeatable(done = "EBADF")
    void release(long handle) throws Errno;

    /** {@code length} bytes at {@code offset}; fewer only at the end of the file. */
    @Repeatable
    byte[] read(long handle, long offset, int length) throws Errno;

    /** As {@link #read}, to whole pages; what is beyond the end of the file stays as it is. */
    @Repeatable
    void readPages(long handle, long offset, List<PageLoan> into) throws Errno;

    /** Writes all of {@code bytes}. */
    @Repeatable
    void write(long handle, long offset, byte[] bytes) throws Errno;

    /** What was written is stable on return. */
    @Repeatable
    void sync(long handle, boolean dataOnly) throws Errno;

    /** A directory as it is now; returns a handle for {@link #list} and {@link #releaseDirectory}. */
    @Repeatable
    long openDirectory(long node) throws Errno;

    /** Entries after {@code cookie} (0: from the start), some at least; empty at the end. Without {@code .} and {@code ..}. */
    @Repeatable
    List<HostEntry> list(long handle, long cookie) throws Errno;

    @Repeatable(done = "EBADF")
    void releaseDirectory(long handle) throws Errno;

    @Repeatable
    HostSpace space() throws Errno;

    /** The caller does not know the node any more. */
    @Repeatable
    void forget(long node);
}

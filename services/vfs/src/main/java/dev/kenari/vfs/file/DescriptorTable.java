package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import java.util.Arrays;
import java.util.BitSet;

/** Descriptors, shared by clients that were cloned with CLONE_FILES. It is also the owner of POSIX record locks. */
public final class DescriptorTable {
    /** No table gets larger, whatever RLIMIT_NOFILE says (fs.nr_open). */
    public static final int MAXIMUM = 1 << 20;

    private OpenFileDescription[] files = new OpenFileDescription[64];
    private final BitSet closeOnExec = new BitSet();
    private int references = 1;
    private int lowestFree;

    public void retain() {
        references++;
    }

    /** Drops a reference; the last one closes everything. */
    public void release() {
        if (--references == 0) {
            closeRange(0, files.length - 1);
        }
    }

    public boolean isShared() {
        return references > 1;
    }

    /** A table of the same descriptions, as fork(2) makes one. */
    public DescriptorTable copy() {
        DescriptorTable copy = new DescriptorTable();
        copy.files = files.clone();
        copy.closeOnExec.or(closeOnExec);
        copy.lowestFree = lowestFree;
        for (OpenFileDescription file : files) {
            if (file != null) {
                file.retain();
            }
        }
        return copy;
    }

    public OpenFileDescription get(int fd) throws Errno {
        if (fd < 0 || fd >= files.length || files[fd] == null) {
            throw Errno.EBADF;
        }
        return files[fd];
    }

    /** Highest index that may be in use, plus one. */
    public int size() {
        return files.length;
    }

    public boolean isOpen(int fd) {
        return fd >= 0 && fd < files.length && files[fd] != null;
    }

    /**
     * The lowest free descriptor from {@code lowest} up, below {@code limit}; takes over the reference, on EMFILE too.
     */
    public int install(OpenFileDescription file, int lowest, int limit, boolean onExec) throws Errno {
        int fd = Math.max(lowest, lowestFree);
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        if (fd >= limit) {
            file.release();
            throw Errno.EMFILE;
        }
        if (lowest <= lowestFree) {
            lowestFree = fd + 1;
        }
        put(fd, file, onExec);
        return fd;
    }

    /** dup2(2): {@code fd} becomes the description, whose reference is taken over; what it was is closed. */
    public void replace(int fd, OpenFileDescription file, boolean onExec) {
        OpenFileDescription old = isOpen(fd) ? files[fd] : null;
        put(fd, file, onExec);
        if (old != null) {
            dropped(old);
        }
    }

    private void put(int fd, OpenFileDescription file, boolean onExec) {
        if (fd >= files.length) {
            files = Arrays.copyOf(files, Math.max(fd + 1, files.length * 2));
        }
        files[fd] = file;
        closeOnExec.set(fd, onExec);
    }

    /** @throws Errno EBADF, or what the file says that was closed all the same */
    public void close(int fd) throws Errno {
        OpenFileDescription file = get(fd);
        files[fd] = null;
        closeOnExec.clear(fd);
        lowestFree = Math.min(lowestFree, fd);
        Errno failure = dropped(file);
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns what flushing the file failed with; null if it did not. */
    private Errno dropped(OpenFileDescription file) {
        Errno failure = null;
        try {
            file.flush();
        } catch (Errno e) {
            failure = e;
        }
        if (file.inode().hasLocks()) {
            file.inode().locks().releaseOwner(this);
        }
        file.release();
        return failure;
    }

    /** Closes what is open from {@code first} to {@code last}. */
    public void closeRange(int first, int last) {
        for (int fd = first; fd <= last && fd < files.length; fd++) {
            if (files[fd] != null) {
                OpenFileDescription file = files[fd];
                files[fd] = null;
                closeOnExec.clear(fd);
                lowestFree = Math.min(lowestFree, fd);
                dropped(file);
            }
        }
    }

    /** Closes what is marked. */
    public void exec() {
        for (int fd = closeOnExec.nextSetBit(0); fd >= 0; fd = closeOnExec.nextSetBit(fd + 1)) {
            closeRange(fd, fd);
        }
    }

    public boolean closesOnExec(int fd) throws Errno {
        get(fd);
        return closeOnExec.get(fd);
    }

    public void setCloseOnExec(int fd, boolean value) throws Errno {
        get(fd);
        closeOnExec.set(fd, value);
    }

    /** Whether {@code fd} still is {@code file}. */
    public boolean holds(int fd, OpenFileDescription file) {
        return isOpen(fd) && files[fd] == file;
    }

    /** The descriptor from {@code fd} up that is open; -1 if none. */
    public int nextOpen(int fd) {
        for (int at = fd; at < files.length; at++) {
            if (files[at] != null) {
                return at;
            }
        }
        return -1;
    }
}

package dev.kenari.machine.device.share;

/** Numbers of the FUSE protocol, version 7.31 (fuse(4); include/uapi/linux/fuse.h). */
final class Fuse {
    static final int LOOKUP = 1;
    static final int FORGET = 2;
    static final int GETATTR = 3;
    static final int SETATTR = 4;
    static final int READLINK = 5;
    static final int SYMLINK = 6;
    static final int MKNOD = 8;
    static final int MKDIR = 9;
    static final int UNLINK = 10;
    static final int RMDIR = 11;
    static final int RENAME = 12;
    static final int LINK = 13;
    static final int OPEN = 14;
    static final int READ = 15;
    static final int WRITE = 16;
    static final int STATFS = 17;
    static final int RELEASE = 18;
    static final int FSYNC = 20;
    static final int FLUSH = 25;
    static final int INIT = 26;
    static final int OPENDIR = 27;
    static final int READDIR = 28;
    static final int RELEASEDIR = 29;
    static final int FSYNCDIR = 30;
    static final int CREATE = 35;
    static final int DESTROY = 38;
    static final int BATCH_FORGET = 42;
    static final int RENAME2 = 45;

    static final int MAJOR = 7;
    static final int MINOR = 31;

    static final int IN_HEADER = 40;
    static final int OUT_HEADER = 16;
    static final int ATTRIBUTES = 88;
    static final int ENTRY_OUT = 40 + ATTRIBUTES;
    static final int DIRENT = 24;

    /** Bits of SETATTR's {@code valid}. */
    static final int SET_MODE = 1;

    static final int SET_UID = 1 << 1;
    static final int SET_GID = 1 << 2;
    static final int SET_SIZE = 1 << 3;
    static final int SET_ATIME = 1 << 4;
    static final int SET_MTIME = 1 << 5;
    static final int SET_ATIME_NOW = 1 << 7;
    static final int SET_MTIME_NOW = 1 << 8;

    static final int RENAME_NOREPLACE = 1;

    /** The largest READ or WRITE. */
    static final int MAX_TRANSFER = 1 << 20;

    private Fuse() {}
}

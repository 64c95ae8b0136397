package dev.kenari.machine.fuse;

/** Numbers of the FUSE protocol, version 7.31 (fuse(4); include/uapi/linux/fuse.h). */
public final class Fuse {
    public static final int LOOKUP = 1;
    public static final int FORGET = 2;
    public static final int GETATTR = 3;
    public static final int SETATTR = 4;
    public static final int READLINK = 5;
    public static final int SYMLINK = 6;
    public static final int MKNOD = 8;
    public static final int MKDIR = 9;
    public static final int UNLINK = 10;
    public static final int RMDIR = 11;
    public static final int RENAME = 12;
    public static final int LINK = 13;
    public static final int OPEN = 14;
    public static final int READ = 15;
    public static final int WRITE = 16;
    public static final int STATFS = 17;
    public static final int RELEASE = 18;
    public static final int FSYNC = 20;
    public static final int SETXATTR = 21;
    public static final int GETXATTR = 22;
    public static final int LISTXATTR = 23;
    public static final int REMOVEXATTR = 24;
    public static final int FLUSH = 25;
    public static final int INIT = 26;
    public static final int OPENDIR = 27;
    public static final int READDIR = 28;
    public static final int RELEASEDIR = 29;
    public static final int FSYNCDIR = 30;
    public static final int ACCESS = 34;
    public static final int CREATE = 35;
    public static final int INTERRUPT = 36;
    public static final int DESTROY = 38;
    public static final int IOCTL = 39;
    public static final int BATCH_FORGET = 42;
    public static final int FALLOCATE = 43;
    public static final int READDIRPLUS = 44;
    public static final int RENAME2 = 45;
    public static final int LSEEK = 46;

    /** Notifications: {@code error} of a message whose {@code unique} is 0. */
    public static final int NOTIFY_INVAL_INODE = 2;

    public static final int NOTIFY_INVAL_ENTRY = 3;
    public static final int NOTIFY_DELETE = 6;
    /** Since 7.40, but needs no agreement. */
    public static final int NOTIFY_RESEND = 7;

    /** The root's node. */
    public static final long ROOT = 1;

    public static final int MAJOR = 7;
    public static final int MINOR = 31;

    public static final int IN_HEADER = 40;
    public static final int OUT_HEADER = 16;
    public static final int ATTRIBUTES = 88;
    public static final int ENTRY_OUT = 40 + ATTRIBUTES;
    public static final int DIRENT = 24;
    public static final int INIT_OUT = 64;

    /** Bits of SETATTR's {@code valid}. */
    public static final int SET_MODE = 1;

    public static final int SET_UID = 1 << 1;
    public static final int SET_GID = 1 << 2;
    public static final int SET_SIZE = 1 << 3;
    public static final int SET_ATIME = 1 << 4;
    public static final int SET_MTIME = 1 << 5;
    public static final int SET_ATIME_NOW = 1 << 7;
    public static final int SET_MTIME_NOW = 1 << 8;

    public static final int RENAME_NOREPLACE = 1;

    /** Flags that OPEN is answered with. */
    public static final int OPEN_DIRECT_IO = 1;

    public static final int OPEN_KEEP_CACHE = 2;
    public static final int OPEN_NONSEEKABLE = 4;
    public static final int OPEN_STREAM = 16;

    /** Flags of INIT. */
    public static final int INIT_BIG_WRITES = 1 << 5;
    public static final int INIT_READDIRPLUS = 1 << 13;
    public static final int INIT_READDIRPLUS_AUTO = 1 << 14;

    /** Flag of IOCTL: of a directory. */
    public static final int IOCTL_DIRECTORY = 1 << 4;

    /** The largest READ or WRITE that the virtio device takes. */
    public static final int MAX_TRANSFER = 1 << 20;

    private Fuse() {}
}

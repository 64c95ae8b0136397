package dev.kenari.abi;

/** Constants of inotify(7) (linux/inotify.h). */
public final class Inotify {
    public static final int IN_ACCESS = 1;
    public static final int IN_MODIFY = 2;
    public static final int IN_ATTRIB = 4;
    public static final int IN_CLOSE_WRITE = 8;
    public static final int IN_CLOSE_NOWRITE = 0x10;
    public static final int IN_OPEN = 0x20;
    public static final int IN_MOVED_FROM = 0x40;
    public static final int IN_MOVED_TO = 0x80;
    public static final int IN_CREATE = 0x100;
    public static final int IN_DELETE = 0x200;
    public static final int IN_DELETE_SELF = 0x400;
    public static final int IN_MOVE_SELF = 0x800;
    public static final int IN_ALL_EVENTS = 0xFFF;

    /** Delivered whether asked for or not. */
    public static final int IN_UNMOUNT = 0x2000;

    public static final int IN_Q_OVERFLOW = 0x4000;
    public static final int IN_IGNORED = 0x8000;
    public static final int IN_ISDIR = 0x4000_0000;

    public static final int IN_ONLYDIR = 0x100_0000;
    public static final int IN_DONT_FOLLOW = 0x200_0000;
    public static final int IN_EXCL_UNLINK = 0x400_0000;
    public static final int IN_MASK_CREATE = 0x1000_0000;
    public static final int IN_MASK_ADD = 0x2000_0000;
    public static final int IN_ONESHOT = 0x8000_0000;

    /** Bytes of a struct inotify_event without its name. */
    public static final int EVENT_BYTES = 16;

    private Inotify() {}
}

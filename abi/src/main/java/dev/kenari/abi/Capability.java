package dev.kenari.abi;

/** Capability numbers (capabilities(7)); a set holds {@code 1L << number}. */
public final class Capability {
    public static final int CHOWN = 0;
    public static final int DAC_OVERRIDE = 1;
    public static final int DAC_READ_SEARCH = 2;
    public static final int FOWNER = 3;
    public static final int FSETID = 4;
    public static final int KILL = 5;
    public static final int SETGID = 6;
    public static final int SETUID = 7;
    public static final int SETPCAP = 8;
    public static final int LINUX_IMMUTABLE = 9;
    public static final int NET_BIND_SERVICE = 10;
    public static final int NET_BROADCAST = 11;
    public static final int NET_ADMIN = 12;
    public static final int NET_RAW = 13;
    public static final int IPC_LOCK = 14;
    public static final int IPC_OWNER = 15;
    public static final int SYS_MODULE = 16;
    public static final int SYS_RAWIO = 17;
    public static final int SYS_CHROOT = 18;
    public static final int SYS_PTRACE = 19;
    public static final int SYS_PACCT = 20;
    public static final int SYS_ADMIN = 21;
    public static final int SYS_BOOT = 22;
    public static final int SYS_NICE = 23;
    public static final int SYS_RESOURCE = 24;
    public static final int SYS_TIME = 25;
    public static final int SYS_TTY_CONFIG = 26;
    public static final int MKNOD = 27;
    public static final int LEASE = 28;
    public static final int AUDIT_WRITE = 29;
    public static final int AUDIT_CONTROL = 30;
    public static final int SETFCAP = 31;
    public static final int MAC_OVERRIDE = 32;
    public static final int MAC_ADMIN = 33;
    public static final int SYSLOG = 34;
    public static final int WAKE_ALARM = 35;
    public static final int BLOCK_SUSPEND = 36;
    public static final int AUDIT_READ = 37;
    public static final int PERFMON = 38;
    public static final int BPF = 39;
    public static final int CHECKPOINT_RESTORE = 40;
    /** All of them. */
    public static final long ALL = (1L << 41) - 1;

    private Capability() {}
}

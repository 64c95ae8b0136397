package dev.kenari.abi;

/** Flags of clone(2), clone3(2) and unshare(2) (linux/sched.h). */
public final class CloneFlags {
    /** The part of clone(2)'s flags that is the exit signal. */
    public static final long SIGNAL_MASK = 0xFF;

    public static final long NEWTIME = 0x80;
    public static final long VM = 0x100;
    public static final long FS = 0x200;
    public static final long FILES = 0x400;
    public static final long SIGHAND = 0x800;
    public static final long PIDFD = 0x1000;
    public static final long PTRACE = 0x2000;
    public static final long VFORK = 0x4000;
    public static final long PARENT = 0x8000;
    public static final long THREAD = 0x1_0000;
    public static final long NEWNS = 0x2_0000;
    public static final long SYSVSEM = 0x4_0000;
    public static final long SETTLS = 0x8_0000;
    public static final long PARENT_SETTID = 0x10_0000;
    public static final long CHILD_CLEARTID = 0x20_0000;
    public static final long DETACHED = 0x40_0000;
    public static final long UNTRACED = 0x80_0000;
    public static final long CHILD_SETTID = 0x100_0000;
    public static final long NEWCGROUP = 0x200_0000;
    public static final long NEWUTS = 0x400_0000;
    public static final long NEWIPC = 0x800_0000;
    public static final long NEWUSER = 0x1000_0000;
    public static final long NEWPID = 0x2000_0000;
    public static final long NEWNET = 0x4000_0000;
    public static final long IO = 0x8000_0000L;
    public static final long CLEAR_SIGHAND = 0x1_0000_0000L;
    public static final long INTO_CGROUP = 0x2_0000_0000L;
    /** All that make namespaces. */
    public static final long NAMESPACES =
            NEWTIME | NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET;

    private CloneFlags() {}
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Words;
import dev.kenari.vfs.Attributes;

/** stat(2). */
final class Stat {
    private static final int BYTES = 128;
    private static final long NANOS = 1_000_000_000L;

    private Stat() {}

    static long fstat(Call call) throws Errno {
        put(call, 1, call.vfs().fstat(call.client(), call.intArgument(0)));
        return 0;
    }

    static long newfstatat(Call call) throws Errno {
        int flags = call.intArgument(3);
        int known = Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH | Fcntl.AT_NO_AUTOMOUNT;
        if ((flags & ~known) != 0) {
            throw Errno.EINVAL;
        }
        put(call, 2, call.vfs().fstatat(call.client(), call.intArgument(0), path(call, 1, flags), flags));
        return 0;
    }

    /** The path in argument {@code index}; with AT_EMPTY_PATH a null pointer is as good as an empty one. */
    static String path(Call call, int index, int flags) throws Errno {
        return (flags & Fcntl.AT_EMPTY_PATH) != 0 && call.argument(index) == 0 ? "" : call.path(index);
    }

    /** Writes a {@code struct stat} (asm-generic/stat.h) to where argument {@code index} points. */
    private static void put(Call call, int index, dev.kenari.vfs.Stat stat) throws Errno {
        Attributes a = stat.attributes();
        byte[] bytes = new byte[BYTES];
        Words.putLong(bytes, 0, stat.device());
        Words.putLong(bytes, 8, a.inode());
        Words.putInt(bytes, 16, a.mode());
        Words.putInt(bytes, 20, a.links());
        Words.putInt(bytes, 24, a.uid());
        Words.putInt(bytes, 28, a.gid());
        Words.putLong(bytes, 32, a.rdev());
        Words.putLong(bytes, 48, a.size());
        Words.putInt(bytes, 56, a.blockSize());
        Words.putLong(bytes, 64, a.blocks());
        putTime(bytes, 72, a.accessed());
        putTime(bytes, 88, a.modified());
        putTime(bytes, 104, a.changed());
        call.memory().write(call.argument(index), bytes);
    }

    private static void putTime(byte[] bytes, int offset, long nanos) {
        Words.putLong(bytes, offset, Math.floorDiv(nanos, NANOS));
        Words.putLong(bytes, offset + 8, Math.floorMod(nanos, NANOS));
    }
}

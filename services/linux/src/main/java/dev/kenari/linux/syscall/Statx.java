package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Words;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DeviceNumber;

/** statx(2). */
final class Statx {
    private static final int BYTES = 256;
    private static final long NANOS = 1_000_000_000L;
    private static final int STATX_RESERVED = 0x8000_0000;
    /** STATX_BASIC_STATS, STATX_BTIME and STATX_MNT_ID. */
    private static final int FILLED = 0x7FF | 0x800 | 0x1000;

    private static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
    private static final int SYNC_TYPE = Fcntl.AT_STATX_FORCE_SYNC | Fcntl.AT_STATX_DONT_SYNC;

    private Statx() {}

    static long statx(Call call) throws Errno {
        int flags = call.intArgument(2);
        if ((call.intArgument(3) & STATX_RESERVED) != 0 || (flags & SYNC_TYPE) == SYNC_TYPE) {
            throw Errno.EINVAL;
        }
        String path = Stat.path(call, 1, flags);
        put(call, call.vfs().fstatat(call.client(), call.intArgument(0), path, flags));
        return 0;
    }

    private static void put(Call call, dev.kenari.vfs.Stat stat) throws Errno {
        Attributes a = stat.attributes();
        byte[] bytes = new byte[BYTES];
        Words.putInt(bytes, 0, FILLED);
        Words.putInt(bytes, 4, a.blockSize());
        Words.putLong(bytes, 8, stat.mountRoot() ? STATX_ATTR_MOUNT_ROOT : 0);
        Words.putInt(bytes, 16, a.links());
        Words.putInt(bytes, 20, a.uid());
        Words.putInt(bytes, 24, a.gid());
        Words.putShort(bytes, 28, a.mode());
        Words.putLong(bytes, 32, a.inode());
        Words.putLong(bytes, 40, a.size());
        Words.putLong(bytes, 48, a.blocks());
        Words.putLong(bytes, 56, STATX_ATTR_MOUNT_ROOT);
        putTime(bytes, 64, a.accessed());
        putTime(bytes, 80, a.born());
        putTime(bytes, 96, a.changed());
        putTime(bytes, 112, a.modified());
        putDevice(bytes, 128, a.rdev());
        putDevice(bytes, 136, stat.device());
        Words.putLong(bytes, 144, stat.mount());
        call.memory().write(call.argument(4), bytes);
    }

    private static void putTime(byte[] bytes, int offset, long nanos) {
        Words.putLong(bytes, offset, Math.floorDiv(nanos, NANOS));
        Words.putInt(bytes, offset + 8, (int) Math.floorMod(nanos, NANOS));
    }

    private static void putDevice(byte[] bytes, int offset, long device) {
        Words.putInt(bytes, offset, DeviceNumber.major(device));
        Words.putInt(bytes, offset + 4, DeviceNumber.minor(device));
    }
}

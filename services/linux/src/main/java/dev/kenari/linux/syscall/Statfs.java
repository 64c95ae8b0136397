package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.vfs.FileSystemStatus;

/** statfs(2). */
final class Statfs {
    private static final int BYTES = 120;

    private Statfs() {}

    static long statfs(Call call) throws Errno {
        return put(call, call.vfs().statfs(call.client(), call.path(0)));
    }

    static long fstatfs(Call call) throws Errno {
        return put(call, call.vfs().fstatfs(call.client(), call.intArgument(0)));
    }

    private static long put(Call call, FileSystemStatus status) throws Errno {
        byte[] bytes = new byte[BYTES];
        Words.putLong(bytes, 0, status.type());
        Words.putLong(bytes, 8, status.blockSize());
        Words.putLong(bytes, 16, status.blocks());
        Words.putLong(bytes, 24, status.freeBlocks());
        Words.putLong(bytes, 32, status.availableBlocks());
        Words.putLong(bytes, 40, status.files());
        Words.putLong(bytes, 48, status.freeFiles());
        Words.putLong(bytes, 56, status.id());
        Words.putLong(bytes, 64, status.nameLength());
        Words.putLong(bytes, 72, status.fragmentSize());
        Words.putLong(bytes, 80, status.flags());
        call.memory().write(call.argument(1), bytes);
        return 0;
    }
}

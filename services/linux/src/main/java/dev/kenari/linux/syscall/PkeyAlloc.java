package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** pkey_alloc(2), pkey_free(2): the hardware has no protection keys, which Linux reports so. */
final class PkeyAlloc {
    private static final long RIGHTS = 3;

    private PkeyAlloc() {}

    static long pkeyAlloc(Call call) throws Errno {
        if (call.argument(0) != 0 || (call.argument(1) & ~RIGHTS) != 0) {
            throw Errno.EINVAL;
        }
        throw Errno.ENOSPC;
    }

    static long pkeyFree(Call call) throws Errno {
        throw Errno.EINVAL;
    }
}

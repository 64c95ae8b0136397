package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getrandom(2). The board's source is always ready. */
final class Getrandom {
    private static final int NONBLOCK = 1;
    private static final int RANDOM = 2;
    private static final int INSECURE = 4;
    private static final int MOST = 0x1FF_FFFF;
    private static final int CHUNK = 1 << 16;

    private Getrandom() {}

    static long getrandom(Call call) throws Errno {
        int flags = call.intArgument(2);
        if ((flags & ~(NONBLOCK | RANDOM | INSECURE)) != 0 || (flags & (RANDOM | INSECURE)) == (RANDOM | INSECURE)) {
            throw Errno.EINVAL;
        }
        long wanted = call.argument(1);
        long length = wanted < 0 || wanted > MOST ? MOST : wanted;
        for (long done = 0; done < length; ) {
            byte[] bytes = call.kernel().random((int) Math.min(CHUNK, length - done));
            try {
                call.memory().write(call.argument(0) + done, bytes);
            } catch (Errno e) {
                if (done == 0) {
                    throw e;
                }
                return done;
            }
            done += bytes.length;
            if (call.task().interrupted() && done < length) {
                return done;
            }
        }
        return length;
    }
}

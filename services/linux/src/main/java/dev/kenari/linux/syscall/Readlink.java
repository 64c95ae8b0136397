package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import java.nio.charset.StandardCharsets;

/** readlink(2). */
final class Readlink {
    private Readlink() {}

    static long readlinkat(Call call) throws Errno {
        int size = call.intArgument(3);
        if (size <= 0) {
            throw Errno.EINVAL;
        }
        String target = call.vfs().readlinkat(call.client(), call.intArgument(0), call.path(1));
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        int count = Math.min(size, bytes.length);
        call.memory().write(call.argument(2), bytes, 0, count);
        return count;
    }
}

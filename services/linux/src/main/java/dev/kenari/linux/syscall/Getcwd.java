package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import java.nio.charset.StandardCharsets;

/** getcwd(2). */
final class Getcwd {
    private Getcwd() {}

    /** The length with the NUL, as the kernel's call has it. */
    static long getcwd(Call call) throws Errno {
        byte[] path = (call.vfs().getcwd(call.client()) + '\0').getBytes(StandardCharsets.ISO_8859_1);
        if (Long.compareUnsigned(path.length, call.argument(1)) > 0) {
            throw Errno.ERANGE;
        }
        call.memory().write(call.argument(0), path);
        return path.length;
    }
}

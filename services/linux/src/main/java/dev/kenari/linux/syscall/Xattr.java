package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import java.nio.charset.StandardCharsets;

/** setxattr(2), getxattr(2), listxattr(2), removexattr(2): by path, by path without following a link, by descriptor. */
final class Xattr {
    private static final int MAX_NAME = 256;
    private static final int MAX_VALUE = 65536;

    /** How argument 0 names the file. */
    private enum By {
        PATH(0),
        LINK(Fcntl.AT_SYMLINK_NOFOLLOW),
        DESCRIPTOR(Fcntl.AT_EMPTY_PATH);

        private final int flags;

        By(int flags) {
            this.flags = flags;
        }

        int directory(Call call) throws Errno {
            return this == DESCRIPTOR ? Descriptor.get(call) : Fcntl.AT_FDCWD;
        }

        String path(Call call) throws Errno {
            return this == DESCRIPTOR ? "" : call.path(0);
        }
    }

    private Xattr() {}

    static long setxattr(Call call) throws Errno {
        return set(call, By.PATH);
    }

    static long lsetxattr(Call call) throws Errno {
        return set(call, By.LINK);
    }

    static long fsetxattr(Call call) throws Errno {
        return set(call, By.DESCRIPTOR);
    }

    static long getxattr(Call call) throws Errno {
        return get(call, By.PATH);
    }

    static long lgetxattr(Call call) throws Errno {
        return get(call, By.LINK);
    }

    static long fgetxattr(Call call) throws Errno {
        return get(call, By.DESCRIPTOR);
    }

    static long listxattr(Call call) throws Errno {
        return list(call, By.PATH);
    }

    static long llistxattr(Call call) throws Errno {
        return list(call, By.LINK);
    }

    static long flistxattr(Call call) throws Errno {
        return list(call, By.DESCRIPTOR);
    }

    static long removexattr(Call call) throws Errno {
        return remove(call, By.PATH);
    }

    static long lremovexattr(Call call) throws Errno {
        return remove(call, By.LINK);
    }

    static long fremovexattr(Call call) throws Errno {
        return remove(call, By.DESCRIPTOR);
    }

    private static String name(Call call) throws Errno {
        try {
            return call.memory().readString(call.argument(1), MAX_NAME);
        } catch (Errno e) {
            throw e == Errno.ENAMETOOLONG ? Errno.ERANGE : e;
        }
    }

    private static long set(Call call, By by) throws Errno {
        if (call.argument(3) < 0 || call.argument(3) > MAX_VALUE) {
            throw Errno.E2BIG;
        }
        byte[] value = call.memory().read(call.argument(2), (int) call.argument(3));
        call.vfs()
                .setxattr(
                        call.client(),
                        by.directory(call),
                        by.path(call),
                        name(call),
                        value,
                        call.intArgument(4),
                        by.flags);
        return 0;
    }

    private static long get(Call call, By by) throws Errno {
        byte[] value =
                call.vfs().getxattr(call.client(), by.directory(call), by.path(call), name(call), by.flags);
        return put(call, value, call.argument(2), call.argument(3));
    }

    private static long list(Call call, By by) throws Errno {
        String names = call.vfs().listxattr(call.client(), by.directory(call), by.path(call), by.flags);
        return put(call, names.getBytes(StandardCharsets.ISO_8859_1), call.argument(1), call.argument(2));
    }

    /** A size of 0 only asks how much there is. */
    private static long put(Call call, byte[] value, long address, long size) throws Errno {
        if (size == 0) {
            return value.length;
        }
        if (Long.compareUnsigned(value.length, size) > 0) {
            throw Errno.ERANGE;
        }
        call.memory().write(address, value);
        return value.length;
    }

    private static long remove(Call call, By by) throws Errno {
        call.vfs().removexattr(call.client(), by.directory(call), by.path(call), name(call), by.flags);
        return 0;
    }
}

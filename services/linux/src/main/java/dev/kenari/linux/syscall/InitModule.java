package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.module.Modules;
import java.io.ByteArrayOutputStream;

/** init_module(2), finit_module(2). */
final class InitModule {
    private static final int ELF_HEADER = 64;
    private static final int COMPRESSED_FILE = 4;
    private static final int KNOWN_FLAGS = Modules.IGNORE_MODVERSIONS | Modules.IGNORE_VERMAGIC | COMPRESSED_FILE;
    private static final int LARGEST = 1 << 26;
    private static final int LONGEST_ARGUMENTS = 1 << 16;
    private static final int CHUNK = 1 << 18;

    private InitModule() {}

    static long initModule(Call call) throws Errno {
        checkAllowed(call);
        long length = call.argument(1);
        if (length >= 0 && length < ELF_HEADER) {
            throw Errno.ENOEXEC;
        }
        if (length < 0 || length > LARGEST) {
            throw Errno.ENOMEM;
        }
        byte[] image = call.memory().read(call.argument(0), (int) length);
        call.kernel().modules().load(image, () -> arguments(call, 2), 0);
        return 0;
    }

    static long finitModule(Call call) throws Errno {
        checkAllowed(call);
        int flags = call.intArgument(2);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw Errno.EINVAL;
        }
        byte[] image = content(call, call.intArgument(0));
        if ((flags & COMPRESSED_FILE) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        call.kernel().modules().load(image, () -> arguments(call, 1), flags);
        return 0;
    }

    /** EPERM for whoever may not change the kernel; ENOSYS if nobody can. */
    static void checkAllowed(Call call) throws Errno {
        if (!call.kernel().modules().enabled()) {
            throw Errno.ENOSYS;
        }
        if (!call.processes().credentials(call.tid()).can(Capability.SYS_MODULE)
                || call.kernel().modules().isDisabled()) {
            throw Errno.EPERM;
        }
    }

    /** The whole file, which must be open for reading. EBADF; EINVAL for what is no file or empty; EFBIG. */
    private static byte[] content(Call call, int fd) throws Errno {
        var attributes = call.vfs().fstat(call.client(), fd).attributes();
        if (!FileMode.isRegular(attributes.mode()) || attributes.size() == 0) {
            throw Errno.EINVAL;
        }
        if (attributes.size() > LARGEST) {
            throw Errno.EFBIG;
        }
        ByteArrayOutputStream image = new ByteArrayOutputStream((int) attributes.size());
        while (image.size() < attributes.size()) {
            byte[] bytes = call.vfs().readBytes(call.client(), fd, CHUNK, image.size());
            if (bytes.length == 0) {
                throw Errno.EIO;
            }
            image.writeBytes(bytes);
        }
        return image.toByteArray();
    }

    private static String arguments(Call call, int index) throws Errno {
        return call.memory().readString(call.argument(index), LONGEST_ARGUMENTS);
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Vma;

/** mprotect(2), and pkey_mprotect(2) on a machine without protection keys. */
final class Mprotect {
    private static final int KNOWN = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC | Mman.PROT_SEM;
    private static final int NO_KEY = -1;

    private Mprotect() {}

    static long mprotect(Call call) throws Errno {
        int protection = call.intArgument(2);
        int growth = protection & (Mman.PROT_GROWSDOWN | Mman.PROT_GROWSUP);
        if (growth == (Mman.PROT_GROWSDOWN | Mman.PROT_GROWSUP)) {
            throw Errno.EINVAL;
        }
        PageRange range = PageRange.of(call.argument(0), call.argument(1), Errno.ENOMEM);
        if (range.length() == 0) {
            return 0;
        }
        if ((protection & ~(KNOWN | growth)) != 0) {
            throw Errno.EINVAL;
        }
        AddressSpace space = call.task().space();
        long start = range.start();
        if (growth != 0) {
            Vma vma = space.findAtOrAfter(start);
            if (vma == null || vma.start() >= range.end()) {
                throw Errno.ENOMEM;
            }
            if (growth == Mman.PROT_GROWSUP || !vma.growsDown()) {
                throw Errno.EINVAL;
            }
            start = vma.start();
        }
        MemoryLimits.checkMappings(call);
        space.protect(start, range.end(), protection & (Vma.READ | Vma.WRITE | Vma.EXEC));
        return 0;
    }

    static long pkeyMprotect(Call call) throws Errno {
        if (call.intArgument(3) != NO_KEY) {
            throw Errno.EINVAL;
        }
        return mprotect(call);
    }
}

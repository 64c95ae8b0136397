package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Vma;

/** munmap(2). */
final class Munmap {
    private Munmap() {}

    static long munmap(Call call) throws Errno {
        PageRange range = PageRange.of(call.argument(0), call.argument(1), Errno.EINVAL);
        if (range.length() == 0) {
            throw Errno.EINVAL;
        }
        Vma vma = call.task().space().find(range.start());
        if (vma != null && vma.start() < range.start() && range.end() < vma.end()) {
            MemoryLimits.checkMappings(call);
        }
        call.task().space().unmap(range.start(), range.end());
        return 0;
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;

/** msync(2). Mappings and read(2) share the page cache, so that there is nothing to do for MS_ASYNC and MS_INVALIDATE. */
final class Msync {
    private Msync() {}

    static long msync(Call call) throws Errno {
        int flags = call.intArgument(2);
        boolean sync = (flags & Mman.MS_SYNC) != 0;
        if ((flags & ~(Mman.MS_ASYNC | Mman.MS_INVALIDATE | Mman.MS_SYNC)) != 0
                || sync && (flags & Mman.MS_ASYNC) != 0) {
            throw Errno.EINVAL;
        }
        PageRange range = PageRange.of(call.argument(0), call.argument(1), Errno.ENOMEM);
        AddressSpace space = call.task().space();
        boolean gaps = false;
        for (long at = range.start(); at < range.end(); ) {
            Vma vma = space.findAtOrAfter(at);
            if (vma == null || vma.start() >= range.end()) {
                gaps = true;
                break;
            }
            gaps |= vma.start() > at;
            if ((flags & Mman.MS_INVALIDATE) != 0 && vma.has(Vma.LOCKED)) {
                throw Errno.EBUSY;
            }
            long from = Math.max(at, vma.start());
            at = Math.min(vma.end(), range.end());
            if (sync && vma.shared()) {
                writeBack(vma, from, at);
            }
        }
        if (gaps) {
            throw Errno.ENOMEM;
        }
        return 0;
    }

    private static void writeBack(Vma vma, long from, long to) throws Errno {
        MemoryObject object = vma.object();
        long offset = vma.offset() - vma.start();
        object.retain();
        try {
            object.writeBack(from + offset >>> Frames.SHIFT, to + offset >>> Frames.SHIFT);
        } finally {
            object.release();
        }
    }
}

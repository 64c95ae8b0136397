package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.mm.Vma;

/**
 * madvise(2). MADV_FREE frees at once, which it may. Huge pages and page merging are EINVAL, as from a Linux built without;
 * access-pattern hints and MADV_COLD, MADV_PAGEOUT have no effect.
 */
final class Madvise {
    private Madvise() {}

    static long madvise(Call call) throws Errno {
        int advice = call.intArgument(2);
        checkKnown(advice);
        PageRange range = PageRange.of(call.argument(0), call.argument(1), Errno.EINVAL);
        AddressSpace space = call.task().space();
        if (range.length() == 0) {
            return 0;
        }
        if (advice == Mman.MADV_POPULATE_READ || advice == Mman.MADV_POPULATE_WRITE) {
            return populate(space, range, advice == Mman.MADV_POPULATE_READ ? Vma.READ : Vma.WRITE);
        }
        MemoryLimits.checkMappings(call);
        boolean gaps = false;
        for (long at = range.start(); at < range.end(); ) {
            Vma vma = space.findAtOrAfter(at);
            if (vma == null || vma.start() >= range.end()) {
                gaps = true;
                break;
            }
            gaps |= vma.start() > at;
            long from = Math.max(at, vma.start());
            at = Math.min(vma.end(), range.end());
            advise(space, vma, from, at, advice);
        }
        if (gaps) {
            throw Errno.ENOMEM;
        }
        return 0;
    }

    private static void checkKnown(int advice) throws Errno {
        switch (advice) {
            case Mman.MADV_NORMAL, Mman.MADV_RANDOM, Mman.MADV_SEQUENTIAL, Mman.MADV_WILLNEED, Mman.MADV_DONTNEED,
                    Mman.MADV_FREE, Mman.MADV_REMOVE, Mman.MADV_DONTFORK, Mman.MADV_DOFORK, Mman.MADV_DONTDUMP,
                    Mman.MADV_DODUMP, Mman.MADV_WIPEONFORK, Mman.MADV_KEEPONFORK, Mman.MADV_COLD,
                    Mman.MADV_PAGEOUT, Mman.MADV_POPULATE_READ, Mman.MADV_POPULATE_WRITE,
                    Mman.MADV_DONTNEED_LOCKED -> {}
            default -> throw Errno.EINVAL;
        }
    }

    private static void advise(AddressSpace space, Vma vma, long from, long to, int advice) throws Errno {
        boolean anonymous = vma.object() == null;
        switch (advice) {
            case Mman.MADV_DONTNEED -> {
                require(!vma.has(Vma.LOCKED));
                space.discard(from, to);
            }
            case Mman.MADV_DONTNEED_LOCKED -> space.discard(from, to);
            case Mman.MADV_FREE -> {
                require(anonymous && !vma.has(Vma.LOCKED));
                space.discard(from, to);
            }
            case Mman.MADV_REMOVE -> remove(vma, from, to);
            case Mman.MADV_DONTFORK -> space.setAttributes(from, to, Vma.DONT_FORK, 0);
            case Mman.MADV_DOFORK -> space.setAttributes(from, to, 0, Vma.DONT_FORK);
            case Mman.MADV_DONTDUMP -> space.setAttributes(from, to, Vma.DONT_DUMP, 0);
            case Mman.MADV_DODUMP -> space.setAttributes(from, to, 0, Vma.DONT_DUMP);
            case Mman.MADV_WIPEONFORK -> {
                require(anonymous);
                space.setAttributes(from, to, Vma.WIPE_ON_FORK, 0);
            }
            case Mman.MADV_KEEPONFORK -> space.setAttributes(from, to, 0, Vma.WIPE_ON_FORK);
            case Mman.MADV_COLD, Mman.MADV_PAGEOUT -> require(!vma.has(Vma.LOCKED));
            default -> {}
        }
    }

    /** Punches a hole into what is mapped; where the pages have a home outside memory, that is the file system's to do. */
    private static void remove(Vma vma, long from, long to) throws Errno {
        require(vma.object() != null && !vma.has(Vma.LOCKED));
        if (!vma.shared() || (vma.maxProtection() & Vma.WRITE) == 0) {
            throw Errno.EACCES;
        }
        if (vma.object().isPaged()) {
            throw Errno.EOPNOTSUPP;
        }
        long offset = vma.offset() - vma.start();
        vma.object().drop(from + offset >>> Frames.SHIFT, to + offset >>> Frames.SHIFT);
    }

    private static long populate(AddressSpace space, PageRange range, int access) throws Errno {
        PageFault fault = space.populate(range.start(), range.end(), access);
        if (fault == null) {
            return 0;
        }
        throw switch (fault.reason()) {
            case NOT_MAPPED, NO_MEMORY -> Errno.ENOMEM;
            case NOT_PERMITTED -> Errno.EINVAL;
            case BEYOND_OBJECT -> Errno.EFAULT;
        };
    }

    private static void require(boolean condition) throws Errno {
        if (!condition) {
            throw Errno.EINVAL;
        }
    }
}

package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.mm.Vma;

/** mlock(2): mlock, mlock2, munlock, mlockall, munlockall. Pages are never taken away from a program that does not ask for it. */
final class Mlock {
    private static final int ALL_FLAGS = Mman.MCL_CURRENT | Mman.MCL_FUTURE | Mman.MCL_ONFAULT;

    private Mlock() {}

    static long mlock(Call call) throws Errno {
        return lock(call, true);
    }

    static long mlock2(Call call) throws Errno {
        int flags = call.intArgument(2);
        if ((flags & ~Mman.MLOCK_ONFAULT) != 0) {
            throw Errno.EINVAL;
        }
        return lock(call, flags == 0);
    }

    private static long lock(Call call, boolean populate) throws Errno {
        if (!MemoryLimits.mayLock(call)) {
            throw Errno.EPERM;
        }
        PageRange range = PageRange.around(call.argument(0), call.argument(1), Errno.EINVAL);
        AddressSpace space = call.task().space();
        if (!MemoryLimits.mayLock(call, range.length() - lockedIn(space, range))) {
            throw Errno.ENOMEM;
        }
        MemoryLimits.checkMappings(call);
        requireMapped(space, range);
        space.setAttributes(range.start(), range.end(), Vma.LOCKED, 0);
        PageFault fault = populate ? space.populate(range.start(), range.end(), 0) : null;
        if (fault != null) {
            throw fault.reason() == PageFault.Reason.NO_MEMORY ? Errno.EAGAIN : Errno.ENOMEM;
        }
        return 0;
    }

    private static long lockedIn(AddressSpace space, PageRange range) {
        long sum = 0;
        for (Vma vma : space.vmas()) {
            long from = Math.max(vma.start(), range.start());
            long to = Math.min(vma.end(), range.end());
            sum += vma.has(Vma.LOCKED) && from < to ? to - from : 0;
        }
        return sum;
    }

    private static void requireMapped(AddressSpace space, PageRange range) throws Errno {
        for (long at = range.start(); at < range.end(); ) {
            Vma vma = space.find(at);
            if (vma == null) {
                throw Errno.ENOMEM;
            }
            at = vma.end();
        }
    }

    static long munlock(Call call) throws Errno {
        PageRange range = PageRange.around(call.argument(0), call.argument(1), Errno.EINVAL);
        AddressSpace space = call.task().space();
        requireMapped(space, range);
        space.setAttributes(range.start(), range.end(), 0, Vma.LOCKED);
        return 0;
    }

    static long mlockall(Call call) throws Errno {
        int flags = call.intArgument(0);
        if (flags == 0 || (flags & ~ALL_FLAGS) != 0 || flags == Mman.MCL_ONFAULT) {
            throw Errno.EINVAL;
        }
        if (!MemoryLimits.mayLock(call)) {
            throw Errno.EPERM;
        }
        AddressSpace space = call.task().space();
        boolean current = (flags & Mman.MCL_CURRENT) != 0;
        if (current && !MemoryLimits.mayLock(call, space.totalBytes() - space.lockedBytes())) {
            throw Errno.ENOMEM;
        }
        space.limits().setNewAttributes((flags & Mman.MCL_FUTURE) != 0 ? Vma.LOCKED : 0);
        if (current) {
            space.setAttributes(0, AddressSpace.TOP, Vma.LOCKED, 0);
            if ((flags & Mman.MCL_ONFAULT) == 0) {
                populateAll(space);
            }
        }
        return 0;
    }

    /** What can't be made resident is passed over, as Linux does. */
    private static void populateAll(AddressSpace space) {
        for (Vma vma : space.vmas().toArray(Vma[]::new)) {
            space.populate(vma.start(), vma.end(), 0);
        }
    }

    static long munlockall(Call call) {
        AddressSpace space = call.task().space();
        space.limits().setNewAttributes(0);
        space.setAttributes(0, AddressSpace.TOP, 0, Vma.LOCKED);
        return 0;
    }
}

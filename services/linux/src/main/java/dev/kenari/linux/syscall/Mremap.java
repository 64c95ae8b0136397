package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.Vma;

/** mremap(2). */
final class Mremap {
    private static final int KNOWN = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED | Mman.MREMAP_DONTUNMAP;

    private Mremap() {}

    static long mremap(Call call) throws Errno {
        long from = call.argument(0);
        long oldLength = call.argument(1);
        long newLength = call.argument(2);
        int flags = call.intArgument(3);
        boolean mayMove = (flags & Mman.MREMAP_MAYMOVE) != 0;
        boolean fixed = (flags & Mman.MREMAP_FIXED) != 0;
        boolean keep = (flags & Mman.MREMAP_DONTUNMAP) != 0;
        if ((flags & ~KNOWN) != 0 || (fixed || keep) && !mayMove || keep && oldLength != newLength) {
            throw Errno.EINVAL;
        }
        oldLength = PageRange.of(from, oldLength, Errno.EINVAL).length();
        newLength = PageRange.of(0, newLength, Errno.EINVAL).length();
        if (newLength == 0) {
            throw Errno.EINVAL;
        }
        AddressSpace space = call.task().space();
        Vma vma = space.find(from);
        if (vma == null) {
            throw Errno.EFAULT;
        }
        if (oldLength == 0 && !vma.shared()) {
            throw Errno.EINVAL;
        }
        MemoryLimits.checkMappings(call);
        if (fixed) {
            return moveTo(call, vma, from, oldLength, call.argument(4), newLength, keep);
        }
        if (keep) {
            checkSource(call, vma, from, oldLength, newLength, true);
            return move(space, from, oldLength, space.findFree(newLength, 1), newLength, true);
        }
        if (newLength <= oldLength) {
            space.unmap(from + newLength, from + oldLength);
            return from;
        }
        return grow(call, vma, from, oldLength, newLength, mayMove);
    }

    private static long grow(Call call, Vma vma, long from, long oldLength, long newLength, boolean mayMove)
            throws Errno {
        AddressSpace space = call.task().space();
        checkSource(call, vma, from, oldLength, newLength, false);
        long oldEnd = from + oldLength;
        long newEnd = from + newLength;
        if (oldLength > 0 && vma.end() == oldEnd && newEnd <= AddressSpace.TOP && space.isFree(oldEnd, newEnd)) {
            space.extend(oldEnd, newEnd);
            if (vma.has(Vma.LOCKED)) {
                space.populate(oldEnd, newEnd, 0);
            }
            return from;
        }
        if (!mayMove) {
            throw Errno.ENOMEM;
        }
        return move(space, from, oldLength, space.findFree(newLength, 1), newLength, false);
    }

    private static long moveTo(
            Call call, Vma vma, long from, long oldLength, long to, long newLength, boolean keep) throws Errno {
        AddressSpace space = call.task().space();
        PageRange target = PageRange.of(to, newLength, Errno.EINVAL);
        if (from + oldLength > target.start() && target.end() > from) {
            throw Errno.EINVAL;
        }
        if (to < space.limits().mapFloor()) {
            throw Errno.EPERM;
        }
        checkSource(call, vma, from, Math.min(oldLength, newLength), newLength, keep);
        space.unmap(target.start(), target.end());
        if (newLength < oldLength) {
            space.unmap(from + newLength, from + oldLength);
            oldLength = newLength;
        }
        return move(space, from, oldLength, to, newLength, keep);
    }

    private static void checkSource(
            Call call, Vma vma, long from, long oldLength, long newLength, boolean keep) throws Errno {
        if (vma.end() < from + oldLength) {
            throw Errno.EFAULT;
        }
        long growth = keep ? newLength : newLength - oldLength;
        if (growth > 0) {
            if (vma.has(Vma.LOCKED) && !MemoryLimits.mayLock(call, growth)) {
                throw Errno.EAGAIN;
            }
            MemoryLimits.checkGrowth(call, growth, vma.isData(), true);
        }
    }

    private static long move(AddressSpace space, long from, long oldLength, long to, long newLength, boolean keep)
            throws Errno {
        if (oldLength == 0) {
            Vma vma = space.find(from);
            long offset = vma.offset() + (from - vma.start());
            space.map(to, newLength, new Mapping(
                    vma.protection(), true, false, vma.object(), offset, vma.name(), vma.device(), vma.inode(),
                    vma.maxProtection()));
            return to;
        }
        boolean locked = space.find(from).has(Vma.LOCKED);
        space.move(from, oldLength, to, newLength, keep);
        if (keep) {
            space.setAttributes(from, from + oldLength, 0, Vma.LOCKED);
        }
        if (locked) {
            space.populate(to, to + newLength, 0);
        }
        return to;
    }
}

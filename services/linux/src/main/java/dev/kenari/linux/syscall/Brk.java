package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.AddressSpaceLimits;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.Vma;

/** brk(2). The system call returns the break, moved or not; it never fails. */
final class Brk {
    private Brk() {}

    static long brk(Call call) {
        AddressSpace space = call.task().space();
        AddressSpaceLimits limits = space.limits();
        long wanted = call.argument(0);
        if (wanted < limits.heapStart() || wanted > AddressSpace.TOP) {
            return limits.heapEnd();
        }
        long oldEnd = PageRange.pages(limits.heapEnd());
        long newEnd = PageRange.pages(wanted);
        if (newEnd < oldEnd) {
            space.unmap(newEnd, oldEnd);
        } else if (newEnd > oldEnd) {
            try {
                grow(call, space, oldEnd, newEnd);
            } catch (Errno e) {
                return limits.heapEnd();
            }
        }
        limits.setHeap(limits.heapStart(), wanted);
        return wanted;
    }

    private static void grow(Call call, AddressSpace space, long from, long to) throws Errno {
        long gap = to <= AddressSpace.TOP - Frames.SIZE ? Frames.SIZE : 0;
        int attributes = space.limits().newAttributes();
        boolean locked = (attributes & Vma.LOCKED) != 0;
        if (!space.isFree(from, to + gap) || locked && !MemoryLimits.mayLock(call, to - from)) {
            throw Errno.ENOMEM;
        }
        MemoryLimits.checkMappings(call);
        MemoryLimits.checkGrowth(call, to - from, true, true);
        space.map(from, to - from, Mapping.anonymous(Mman.PROT_READ | Mman.PROT_WRITE, "[heap]"));
        space.setAttributes(from, to, attributes, 0);
        if (locked) {
            space.populate(from, to, 0);
        }
    }
}

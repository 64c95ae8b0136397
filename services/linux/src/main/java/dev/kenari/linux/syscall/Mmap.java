package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Mman;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;

/** mmap(2). */
final class Mmap {
    private static final int ALL = Vma.READ | Vma.WRITE | Vma.EXEC;
    /** What MAP_SHARED_VALIDATE accepts. */
    private static final int KNOWN = Mman.MAP_TYPE | Mman.MAP_FIXED | Mman.MAP_ANONYMOUS | Mman.MAP_DENYWRITE
            | Mman.MAP_EXECUTABLE | Mman.MAP_GROWSDOWN | Mman.MAP_LOCKED | Mman.MAP_NORESERVE | Mman.MAP_POPULATE
            | Mman.MAP_NONBLOCK | Mman.MAP_STACK | Mman.MAP_HUGETLB | Mman.MAP_FIXED_NOREPLACE;

    private Mmap() {}

    static long mmap(Call call) throws Errno {
        long length = call.argument(1);
        int protection = call.intArgument(2) & ALL;
        int flags = call.intArgument(3);
        long offset = call.argument(5);
        if (!PageRange.aligned(offset) || length == 0 || (flags & Mman.MAP_TYPE) == 0) {
            throw Errno.EINVAL;
        }
        boolean shared = shared(flags);
        if (length < 0 || length > AddressSpace.TOP || (flags & Mman.MAP_HUGETLB) != 0) {
            throw Errno.ENOMEM;
        }
        length = PageRange.pages(length);
        boolean anonymous = (flags & Mman.MAP_ANONYMOUS) != 0;
        if (!anonymous && (offset < 0 || offset > Long.MAX_VALUE - length)) {
            throw Errno.EOVERFLOW;
        }
        AddressSpace space = call.task().space();
        MemoryLimits.checkMappings(call);
        MappedFile file = anonymous
                ? new MappedFile(0, 0, "", 0, 0, ALL)
                : call.vfs().map(call.client(), call.intArgument(4), protection, shared, offset, length);
        long start = place(call, length, flags);
        int attributes = attributes(call, length, flags);
        boolean data = !shared && (protection & Vma.WRITE) != 0;
        MemoryLimits.checkGrowth(call, length, data, (flags & Mman.MAP_NORESERVE) == 0);
        map(call, start, length, protection, shared, (flags & Mman.MAP_GROWSDOWN) != 0, file);
        if (attributes != 0) {
            space.setAttributes(start, start + length, attributes, 0);
        }
        boolean populate = (flags & (Mman.MAP_POPULATE | Mman.MAP_NONBLOCK)) == Mman.MAP_POPULATE;
        if (populate || (attributes & Vma.LOCKED) != 0) {
            space.populate(start, start + length, 0);
        }
        return start;
    }

    private static boolean shared(int flags) throws Errno {
        return switch (flags & Mman.MAP_TYPE) {
            case Mman.MAP_PRIVATE -> false;
            case Mman.MAP_SHARED -> {
                if ((flags & (Mman.MAP_ANONYMOUS | Mman.MAP_GROWSDOWN)) == (Mman.MAP_ANONYMOUS | Mman.MAP_GROWSDOWN)) {
                    throw Errno.EINVAL;
                }
                yield true;
            }
            case Mman.MAP_SHARED_VALIDATE -> {
                if ((flags & Mman.MAP_ANONYMOUS) != 0) {
                    throw Errno.EINVAL;
                }
                if ((flags & ~KNOWN) != 0) {
                    throw Errno.EOPNOTSUPP;
                }
                yield true;
            }
            default -> throw Errno.EINVAL;
        };
    }

    private static long place(Call call, long length, int flags) throws Errno {
        AddressSpace space = call.task().space();
        long hint = call.argument(0);
        long floor = space.limits().mapFloor();
        if ((flags & (Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE)) == 0) {
            long start = PageRange.pages(hint);
            boolean usable = start >= floor && start <= AddressSpace.TOP - length;
            return usable && space.isFree(start, start + length) ? start : space.findFree(length, 1);
        }
        if (hint < 0 || hint > AddressSpace.TOP - length) {
            throw Errno.ENOMEM;
        }
        if (!PageRange.aligned(hint)) {
            throw Errno.EINVAL;
        }
        if (hint < floor && !call.processes().credentials(call.tid()).can(Capability.SYS_RAWIO)) {
            throw Errno.EPERM;
        }
        if ((flags & Mman.MAP_FIXED_NOREPLACE) != 0 && !space.isFree(hint, hint + length)) {
            throw Errno.EEXIST;
        }
        return hint;
    }

    /** What the new VMA's attributes will be. */
    private static int attributes(Call call, long length, int flags) throws Errno {
        int attributes = call.task().space().limits().newAttributes();
        if ((flags & Mman.MAP_LOCKED) != 0) {
            if (!MemoryLimits.mayLock(call)) {
                throw Errno.EPERM;
            }
            attributes |= Vma.LOCKED;
        }
        if ((attributes & Vma.LOCKED) != 0 && !MemoryLimits.mayLock(call, length)) {
            throw Errno.EAGAIN;
        }
        return attributes;
    }

    private static void map(
            Call call, long start, long length, int protection, boolean shared, boolean growsDown, MappedFile file)
            throws Errno {
        AddressSpace space = call.task().space();
        if (file.object() == 0 && shared) {
            MemoryObject object = call.kernel().objects().anonymous(length);
            space.map(start, length, new Mapping(
                    protection, true, false, object, 0, "/dev/zero (deleted)", 1, object.id(), file.maxProtection()));
            object.release();
            return;
        }
        MemoryObject object = file.object() == 0 ? null : call.kernel().objects().find(file.object());
        space.map(start, length, new Mapping(
                protection,
                shared,
                growsDown && object == null,
                object,
                file.offset(),
                file.name(),
                file.device(),
                file.inode(),
                file.maxProtection()));
    }
}

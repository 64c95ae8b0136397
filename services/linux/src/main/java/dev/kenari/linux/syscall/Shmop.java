package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.SystemVIpc;
import java.util.ArrayList;
import java.util.List;

/** shmget(2), shmop(2), shmctl(2). */
final class Shmop {
    private static final int STAT_BYTES = 112;
    private static final String NAME = "/SYSV";

    private Shmop() {}

    static long shmget(Call call) throws Errno {
        return call.channels().shmget(call.client(), call.intArgument(0), call.argument(1), call.intArgument(2));
    }

    static long shmat(Call call) throws Errno {
        int flags = call.intArgument(2);
        int protection = Vma.READ
                | ((flags & SysvIpc.SHM_RDONLY) == 0 ? Vma.WRITE : 0)
                | ((flags & SysvIpc.SHM_EXEC) != 0 ? Vma.EXEC : 0);
        long wanted = call.argument(1);
        if (wanted % Frames.SIZE != 0) {
            if ((flags & SysvIpc.SHM_RND) == 0) {
                throw Errno.EINVAL;
            }
            wanted -= wanted % Frames.SIZE;
        }
        if (wanted == 0 && (flags & SysvIpc.SHM_REMAP) != 0) {
            throw Errno.EINVAL;
        }
        SystemVIpc.Segment segment = call.channels().shmat(call.client(), call.intArgument(0), protection);
        MemoryObject object = call.kernel().objects().find(segment.object());
        MemoryLimits.checkMappings(call);
        MemoryLimits.checkGrowth(call, object.size(), false, false);
        long start = place(call.task().space(), wanted, object.size(), (flags & SysvIpc.SHM_REMAP) != 0);
        String name = NAME + "%08x (deleted)".formatted(segment.key());
        call.task().space().map(start, object.size(), Mapping.of(object, 0, protection, true, name));
        return start;
    }

    private static long place(AddressSpace space, long wanted, long length, boolean replace) throws Errno {
        if (wanted == 0) {
            return space.findFree(length, 1);
        }
        if (wanted < space.limits().mapFloor()
                || wanted > AddressSpace.TOP - length
                || !replace && !space.isFree(wanted, wanted + length)) {
            throw Errno.EINVAL;
        }
        return wanted;
    }

    static long shmdt(Call call) throws Errno {
        AddressSpace space = call.task().space();
        long start = call.argument(0);
        Vma first = start % Frames.SIZE == 0 ? space.find(start) : null;
        if (first == null || first.start() != start || first.object() == null || !first.name().startsWith(NAME)) {
            throw Errno.EINVAL;
        }
        MemoryObject object = first.object();
        long end = start + object.size();
        List<Vma> attached = new ArrayList<>();
        for (Vma vma : space.vmas()) {
            if (vma.object() == object && vma.start() >= start && vma.end() <= end && vma.start() - start == vma.offset()) {
                attached.add(vma);
            }
        }
        attached.forEach(vma -> space.unmap(vma.start(), vma.end()));
        call.channels().shmdt(call.client(), object.id());
        return 0;
    }

    static long shmctl(Call call) throws Errno {
        int command = call.intArgument(1);
        byte[] data = command == SysvIpc.IPC_SET ? call.memory().read(call.argument(2), STAT_BYTES) : new byte[0];
        SystemVIpc.Control control = call.channels().shmctl(call.client(), call.intArgument(0), command, data);
        call.memory().write(call.argument(2), control.data());
        return control.result();
    }
}

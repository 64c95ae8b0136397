package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;

/** The resource limits that mapping calls keep (getrlimit(2)). */
final class MemoryLimits {
    /** vm.max_map_count of proc_sys_vm(5). */
    static final int MAX_MAPPINGS = 65_530;

    private MemoryLimits() {}

    /** RLIMIT_AS and RLIMIT_DATA, and no more private memory at once than the machine has (overcommit mode 0): ENOMEM. */
    static void checkGrowth(Call call, long bytes, boolean data, boolean reserve) throws Errno {
        AddressSpace space = call.task().space();
        long limit = soft(call, ResourceLimits.AS);
        if (limit != Long.MAX_VALUE && bytes > limit - space.totalBytes()) {
            throw Errno.ENOMEM;
        }
        long dataLimit = data ? soft(call, ResourceLimits.DATA) : Long.MAX_VALUE;
        if (dataLimit != Long.MAX_VALUE && bytes > dataLimit - space.dataBytes()) {
            throw Errno.ENOMEM;
        }
        if (data && reserve && bytes >>> Frames.SHIFT > call.kernel().frames().total()) {
            throw Errno.ENOMEM;
        }
    }

    /** A call that splits VMAs needs room for more: ENOMEM. */
    static void checkMappings(Call call) throws Errno {
        if (call.task().space().vmas().size() >= MAX_MAPPINGS) {
            throw Errno.ENOMEM;
        }
    }

    /** Whether the caller may lock memory at all. */
    static boolean mayLock(Call call) throws Errno {
        return soft(call, ResourceLimits.MEMLOCK) != 0 || privileged(call);
    }

    /** Whether {@code bytes} more may be locked (RLIMIT_MEMLOCK). */
    static boolean mayLock(Call call, long bytes) throws Errno {
        long limit = soft(call, ResourceLimits.MEMLOCK);
        return limit == Long.MAX_VALUE
                || bytes <= limit - call.task().space().lockedBytes()
                || privileged(call);
    }

    private static boolean privileged(Call call) throws Errno {
        return call.processes().credentials(call.tid()).can(Capability.IPC_LOCK);
    }

    private static long soft(Call call, int resource) throws Errno {
        long soft = call.processes().prlimit(call.tid(), 0, resource, null).soft();
        return soft < 0 ? Long.MAX_VALUE : soft;
    }
}

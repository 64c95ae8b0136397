package dev.kenari.process.life;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.process.Limit;
import dev.kenari.process.Resources;
import dev.kenari.process.Usage;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.Vfs;

/** prlimit(2) and getrusage(2). */
final class ResourceControl {
    /** fs.nr_open: more descriptors than this no process may have. */
    private static final long MOST_DESCRIPTORS = 1 << 20;

    private final Vfs vfs;
    private final ProcessTable table;

    ResourceControl(Vfs vfs, ProcessTable table) {
        this.vfs = vfs;
        this.table = table;
    }

    Limit prlimit(ProcessThread caller, Process target, int resource, Limit change) throws Errno {
        if (resource < 0 || resource >= ResourceLimits.COUNT) {
            throw Errno.EINVAL;
        }
        if (target != caller.process()) {
            checkAccess(caller.credentials(), target.leader().credentials());
        }
        Limit old = target.limits().get(resource);
        if (change != null) {
            if (Long.compareUnsigned(change.soft(), change.hard()) > 0) {
                throw Errno.EINVAL;
            }
            boolean raises = Long.compareUnsigned(change.hard(), old.hard()) > 0;
            boolean tooMany = resource == ResourceLimits.NOFILE
                    && Long.compareUnsigned(change.hard(), MOST_DESCRIPTORS) > 0;
            if (tooMany || raises && !caller.credentials().can(Capability.SYS_RESOURCE)) {
                throw Errno.EPERM;
            }
            target.limits().set(resource, change);
            apply(target, resource);
            table.listeners().forEach(listener -> listener.limited(target, resource));
        }
        return old;
    }

    private static void checkAccess(UserIds caller, UserIds target) throws Errno {
        boolean same = caller.uid() == target.uid()
                && caller.uid() == target.effectiveUid()
                && caller.uid() == target.savedUid()
                && caller.gid() == target.gid()
                && caller.gid() == target.effectiveGid()
                && caller.gid() == target.savedGid();
        if (!same && !caller.can(Capability.SYS_RESOURCE)) {
            throw Errno.EPERM;
        }
    }

    private void apply(Process target, int resource) throws Errno {
        for (ProcessThread thread : target.threads()) {
            if (resource == ResourceLimits.NOFILE || resource == ResourceLimits.FSIZE) {
                vfs.setLimits(
                        thread.client(),
                        target.limits().get(ResourceLimits.NOFILE).soft(),
                        target.limits().get(ResourceLimits.FSIZE).soft());
            }
            if (resource == ResourceLimits.STACK && thread.task() != null && thread.task().space() != null) {
                long bytes = Math.min(target.limits().soft(resource), AddressSpace.TOP);
                thread.task().space().limits().setStackBytes(bytes);
            }
        }
    }

    Usage getrusage(ProcessThread caller, int who) throws Errno {
        Process process = caller.process();
        return switch (who) {
            case Resources.RUSAGE_SELF -> process.usage();
            case Resources.RUSAGE_CHILDREN -> process.childrenUsage();
            case Resources.RUSAGE_THREAD ->
                caller.usage().plus(new Usage(0, 0, process.usage().maxResident(), 0, 0, 0, 0));
            default -> throw Errno.EINVAL;
        };
    }
}

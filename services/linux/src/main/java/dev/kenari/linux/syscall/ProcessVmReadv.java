package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.GrantedMemory;

/** process_vm_readv(2), process_vm_writev(2). */
final class ProcessVmReadv {
    private ProcessVmReadv() {}

    static long processVmReadv(Call call) throws Errno {
        Grant local = local(call);
        return local.length() == 0 ? 0 : copy(call, remote(call), local);
    }

    static long processVmWritev(Call call) throws Errno {
        Grant local = local(call);
        return local.length() == 0 ? 0 : copy(call, local, remote(call));
    }

    private static Grant local(Call call) throws Errno {
        if (call.argument(5) != 0) {
            throw Errno.EINVAL;
        }
        return IoBuffers.vector(call, call.argument(1), call.argument(2));
    }

    private static Grant remote(Call call) throws Errno {
        Grant named = IoBuffers.vector(call, call.argument(3), call.argument(4));
        int space = call.processes().inspectedSpace(call.tid(), call.intArgument(0));
        return new Grant(space, named.addresses(), named.lengths());
    }

    /** Page by page: what comes before a page that is not there is copied. */
    private static long copy(Call call, Grant from, Grant to) throws Errno {
        GrantedMemory memory = call.kernel().granted();
        byte[] page = new byte[Frames.SIZE];
        long length = Math.min(from.length(), to.length());
        long done = 0;
        while (done < length) {
            Grant source = from.skip(done);
            Grant target = to.skip(done);
            int count = (int) Math.min(Math.min(toPageEnd(source), toPageEnd(target)), length - done);
            try {
                memory.read(source, 0, page, 0, count);
                memory.write(target, 0, page, 0, count);
            } catch (Errno e) {
                if (done > 0) {
                    break;
                }
                throw e;
            }
            done += count;
        }
        return done;
    }

    private static long toPageEnd(Grant grant) {
        return Math.min(grant.lengths()[0], Frames.SIZE - (grant.addresses()[0] & Frames.SIZE - 1));
    }
}

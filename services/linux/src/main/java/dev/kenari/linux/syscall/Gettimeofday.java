package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;

/** gettimeofday(2), settimeofday(2). The time zone is always UTC. */
final class Gettimeofday {
    private static final int ZONE_BYTES = 8;

    private Gettimeofday() {}

    static long gettimeofday(Call call) throws Errno {
        if (call.argument(0) != 0) {
            Timeval.write(call.memory(), call.argument(0), call.kernel().timers().realtime());
        }
        if (call.argument(1) != 0) {
            call.memory().fill(call.argument(1), ZONE_BYTES, 0);
        }
        return 0;
    }

    static long settimeofday(Call call) throws Errno {
        if (call.argument(0) != 0) {
            ClockGettime.setRealtime(call, Timeval.read(call.memory(), call.argument(0)));
        }
        if (call.argument(1) != 0) {
            call.memory().read(call.argument(1), ZONE_BYTES);
            boolean may = call.processes().credentials(call.tid()).can(Capability.SYS_TIME);
            throw may ? Errno.EINVAL : Errno.EPERM;
        }
        return 0;
    }
}

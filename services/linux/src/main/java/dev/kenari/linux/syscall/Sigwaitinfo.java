package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SigInfoFormat;

/** sigwaitinfo(2): rt_sigtimedwait. */
final class Sigwaitinfo {
    private static final long AT_ONCE = -1;

    private Sigwaitinfo() {}

    static long rtSigtimedwait(Call call) throws Errno {
        SignalSet.checkSize(call.argument(3));
        long set = call.memory().getLong(call.argument(0));
        long deadline = Long.MAX_VALUE;
        if (call.argument(2) != 0) {
            long timeout = Timespec.read(call.memory(), call.argument(2));
            deadline = timeout == 0 ? AT_ONCE : Timespec.after(call.kernel().timers().now(), timeout);
        }
        SigInfo info = call.signals().await(call.tid(), set, deadline);
        if (call.argument(1) != 0) {
            call.memory().write(call.argument(1), SigInfoFormat.encode(info));
        }
        return info.signal();
    }
}

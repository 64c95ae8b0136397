package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SigInfoFormat;

/** rt_sigqueueinfo(2), rt_tgsigqueueinfo(2). */
final class RtSigqueueinfo {
    private RtSigqueueinfo() {}

    static long rtSigqueueinfo(Call call) throws Errno {
        call.signals().queue(call.tid(), call.intArgument(0), info(call, call.intArgument(1), call.argument(2)));
        return 0;
    }

    static long rtTgsigqueueinfo(Call call) throws Errno {
        if (call.intArgument(0) <= 0) {
            throw Errno.EINVAL;
        }
        SigInfo info = info(call, call.intArgument(2), call.argument(3));
        call.signals().queueToThread(call.tid(), call.intArgument(0), call.intArgument(1), info);
        return 0;
    }

    static SigInfo info(Call call, int signal, long address) throws Errno {
        return SigInfoFormat.decode(signal, call.memory().read(address, SigInfoFormat.BYTES));
    }
}

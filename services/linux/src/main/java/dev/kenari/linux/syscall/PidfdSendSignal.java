package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.process.SigInfo;

/** pidfd_send_signal(2). */
final class PidfdSendSignal {
    private PidfdSendSignal() {}

    static long pidfdSendSignal(Call call) throws Errno {
        int signal = call.intArgument(1);
        if (call.intArgument(3) != 0) {
            throw Errno.EINVAL;
        }
        int pid = call.services().channels().pidfdProcess(call.client(), call.intArgument(0));
        if (call.argument(2) == 0) {
            call.signals().kill(call.tid(), pid, signal);
        } else {
            SigInfo info = RtSigqueueinfo.info(call, signal, call.argument(2));
            if (call.memory().getInt(call.argument(2)) != signal) {
                throw Errno.EINVAL;
            }
            call.signals().queue(call.tid(), pid, info);
        }
        return 0;
    }
}

package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.linux.syscall.Call;
import dev.kenari.process.SigInfo;

/** sigreturn(2): rt_sigreturn, which the vDSO's code behind a handler calls. */
public final class Sigreturn {
    private static final int A0 = 10;

    private Sigreturn() {}

    /** Returns the interrupted program's a0. A frame that is none kills the program, as on Linux. */
    public static long rtSigreturn(Call call) throws Errno {
        LinuxTask linux = LinuxTask.of(call.task());
        linux.forgetSystemCall();
        linux.forgetRestart();
        try {
            SignalFrame.Restored frame = SignalFrame.pop(call.task());
            call.signals().restore(call.tid(), frame.mask(), frame.stack());
        } catch (Errno e) {
            call.signals().force(call.tid(), SigInfo.kernel(Signal.SEGV));
            return 0;
        }
        return call.task().registers().x[A0];
    }
}

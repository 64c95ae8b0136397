package dev.kenari.process.signal;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;

/** Who may signal whom (kill(2)). */
final class SignalPermissions {
    private SignalPermissions() {}

    /** EPERM, or EINVAL for no signal; 0 is one that only asks. */
    static void check(ProcessThread sender, Process target, int signal) throws Errno {
        checkNumber(signal);
        if (sender.process() == target) {
            return;
        }
        UserIds from = sender.credentials();
        UserIds to = target.leader().credentials();
        boolean same = from.effectiveUid() == to.savedUid()
                || from.effectiveUid() == to.uid()
                || from.uid() == to.savedUid()
                || from.uid() == to.uid();
        boolean continues = signal == Signal.CONT && !target.zombie() && sender.process().session() == target.session();
        if (!same && !continues && !from.can(Capability.KILL)) {
            throw Errno.EPERM;
        }
    }

    static void checkNumber(int signal) throws Errno {
        if (signal != 0 && !Signal.valid(signal)) {
            throw Errno.EINVAL;
        }
    }
}

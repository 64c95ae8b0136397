package dev.kenari.process.life;

import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.process.ChildStatus;
import dev.kenari.process.table.Process;

/** What a parent is told: status words and siginfo codes (wait(2)). */
final class ChildStatuses {
    private ChildStatuses() {}

    /** {@code CLD_*} of a process that ended with {@code status}. */
    static int endCode(int status) {
        if ((status & 0x7F) == 0) {
            return WaitOptions.CLD_EXITED;
        }
        return (status & WaitOptions.CORE) != 0 ? WaitOptions.CLD_DUMPED : WaitOptions.CLD_KILLED;
    }

    /** Exit code, or the signal that killed. */
    static int endValue(int status) {
        return (status & 0x7F) == 0 ? status >> 8 & 0xFF : status & 0x7F;
    }

    static ChildStatus ended(Process child) {
        int status = child.status();
        return of(child, status, endCode(status), endValue(status));
    }

    static ChildStatus stopped(Process child) {
        int signal = child.stopSignal();
        return of(child, WaitOptions.stopped(signal), WaitOptions.CLD_STOPPED, signal);
    }

    static ChildStatus continued(Process child) {
        return of(child, WaitOptions.STATUS_CONTINUED, WaitOptions.CLD_CONTINUED, Signal.CONT);
    }

    private static ChildStatus of(Process child, int status, int code, int value) {
        int uid = child.leader().credentials().uid();
        return new ChildStatus(child.pid(), status, code, value, uid, child.usage().plus(child.childrenUsage()));
    }
}

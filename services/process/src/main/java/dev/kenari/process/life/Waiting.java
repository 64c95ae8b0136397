package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.process.ChildStatus;
import dev.kenari.process.Usage;
import dev.kenari.process.table.Process;

/** wait4(2) and waitid(2). */
final class Waiting {
    private static final ChildStatus NOTHING = new ChildStatus(0, 0, 0, 0, 0, Usage.NONE);

    private final Exiting exiting;

    Waiting(Exiting exiting) {
        this.exiting = exiting;
    }

    ChildStatus wait(Process parent, int idType, int id, int options) throws Errno {
        while (true) {
            boolean any = false;
            for (Process child : parent.children()) {
                if (matches(parent, child, idType, id, options)) {
                    any = true;
                    ChildStatus status = report(child, options);
                    if (status != null) {
                        return status;
                    }
                }
            }
            if (!any) {
                throw Errno.ECHILD;
            }
            if ((options & WaitOptions.NOHANG) != 0) {
                return NOTHING;
            }
            parent.childEvents().sleep();
        }
    }

    private static boolean matches(Process parent, Process child, int idType, int id, int options) {
        boolean selected = switch (idType) {
            case WaitOptions.P_PID, WaitOptions.P_PIDFD -> child.pid() == id;
            case WaitOptions.P_PGID -> child.group().id() == (id == 0 ? parent.group().id() : id);
            default -> true;
        };
        boolean cloned = child.exitSignal() != Signal.CHLD;
        boolean wantsCloned = (options & WaitOptions.CLONE) != 0;
        return selected && ((options & WaitOptions.ALL) != 0 || cloned == wantsCloned);
    }

    private ChildStatus report(Process child, int options) {
        boolean keep = (options & WaitOptions.NOWAIT) != 0;
        if (child.zombie()) {
            if ((options & WaitOptions.EXITED) == 0) {
                return null;
            }
            ChildStatus status = ChildStatuses.ended(child);
            if (!keep) {
                exiting.reap(child);
            }
            return status;
        }
        if (child.stopUnreported() && (options & WaitOptions.UNTRACED) != 0) {
            ChildStatus status = ChildStatuses.stopped(child);
            if (!keep) {
                child.setStopReported();
            }
            return status;
        }
        if (child.continueUnreported() && (options & WaitOptions.CONTINUED) != 0) {
            if (!keep) {
                child.setContinueReported();
            }
            return ChildStatuses.continued(child);
        }
        return null;
    }
}

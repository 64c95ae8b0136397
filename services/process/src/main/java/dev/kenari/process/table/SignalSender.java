package dev.kenari.process.table;

import dev.kenari.process.SigInfo;

/** How the rest of this module sends signals; the signal package is it. No permission is checked. */
public interface SignalSender {
    /** To a process: any of its threads that does not block it. */
    void send(Process process, SigInfo info);

    /** To one thread. */
    void send(ProcessThread thread, SigInfo info);

    /** To every process of a group. */
    default void send(ProcessGroup group, SigInfo info) {
        for (Process member : java.util.List.copyOf(group.members())) {
            if (!member.zombie()) {
                send(member, info);
            }
        }
    }

    /** Whether {@code parent}'s disposition of SIGCHLD is SIG_IGN, or has SA_NOCLDWAIT: its children leave no zombie. */
    boolean reapsChildren(Process parent);
}

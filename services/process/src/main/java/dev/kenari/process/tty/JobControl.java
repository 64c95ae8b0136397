package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/** What terminals ask of the process service: who calls, and signals for process groups. Nothing here sleeps. */
@Protocol
public interface JobControl {
    /**
     * Who runs the kernel task.
     *
     * @param process its id, 0 for a kernel task that runs no program
     * @param client its number at the file service
     * @param uid its file-system user id
     * @param administrator has CAP_SYS_ADMIN
     */
    record Caller(int process, int group, int session, int client, int uid, boolean administrator) {
        public boolean leadsSession() {
            return process != 0 && process == session;
        }
    }

    Caller caller(int task);

    /** Whether the task blocks the signal or its process ignores it. */
    boolean ignores(int task, int signal);

    /** Whether no member's parent is in another group of the same session, so that nobody could continue it. */
    boolean orphaned(int group);

    /** The session that the group is part of; ESRCH. */
    int sessionOf(int group) throws Errno;

    /** Signals every process of the group, if there are any. */
    void signalGroup(int group, int signal);

    /** Signals the process, if it exists. */
    void signalProcess(int pid, int signal);
}

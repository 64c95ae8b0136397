package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.LinkTarget;

/**
 * An entry of /proc/PID and of /proc/PID/task/TID.
 *
 * @param mode type and permissions
 * @param inThreads whether each thread has it too
 * @param guarded whether only who may ptrace(2) the process may open it
 */
record ProcessEntry(
        String name, int mode, boolean inThreads, boolean guarded, Text text, Target target, Change change) {
    /** What a file says. */
    @FunctionalInterface
    interface Text {
        /** @param whole asked of the process, not of one thread */
        String read(ProcessThread thread, boolean whole) throws Errno;
    }

    /** Where a link leads. */
    @FunctionalInterface
    interface Target {
        LinkTarget read(ProcessThread thread) throws Errno;
    }

    /** What becomes of what is written. */
    @FunctionalInterface
    interface Change {
        void write(ProcessThread thread, String text) throws Errno;
    }
}

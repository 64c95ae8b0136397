package dev.kenari.process;

import dev.kenari.abi.Errno;
import java.util.List;

/** Part of {@link Processes}: making, changing, ending and awaiting processes. */
public interface Lifecycle {
    /** Who the kernel task numbered {@code task} is. */
    ThreadIdentity identify(int task) throws Errno;

    /** clone(2), clone3(2), fork(2), vfork(2): the new thread's id in the caller's eyes; a vfork returns once the child lets go. */
    int clone(int tid, CloneArguments arguments) throws Errno;

    /**
     * execveat(2). On success the caller's registers are those of the new program.
     *
     * @param dir a descriptor or AT_FDCWD
     * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW
     * @return the thread id from now on: the process id
     */
    int execve(int tid, int dir, String path, List<String> arguments, List<String> environment, int flags) throws Errno;

    /** exit(2): ends the calling thread; its task does not return to U-mode. */
    void exit(int tid, int code) throws Errno;

    /** Ends the calling thread, and it alone, as if {@code signal} had killed it: what the kernel does to one that it failed. */
    void die(int tid, int signal) throws Errno;

    /** exit_group(2). */
    void exitGroup(int tid, int code) throws Errno;

    /**
     * wait4(2) and waitid(2).
     *
     * @param idType {@code P_ALL}, {@code P_PID} or {@code P_PGID} of {@link dev.kenari.abi.WaitOptions}; a group 0 is the caller's own
     * @param options with EXITED, UNTRACED and CONTINUED saying what is awaited
     * @return pid 0 if NOHANG was given and nothing has happened
     * @throws Errno ECHILD
     */
    ChildStatus wait(int tid, int idType, int id, int options) throws Errno;

    /** Ends the calling thread if its process is ending, or executes another program in another thread; says whether. */
    boolean endIfKilled(int tid) throws Errno;

    /** set_tid_address(2): returns {@code tid}. */
    int setTidAddress(int tid, long address) throws Errno;

    /** set_robust_list(2). */
    void setRobustList(int tid, long head) throws Errno;

    /** get_robust_list(2): of thread {@code target}, 0 for the caller. EPERM if the caller may not look into it. */
    long robustList(int tid, int target) throws Errno;

    /** unshare(2): of {@link dev.kenari.abi.CloneFlags} NEWNS, FS, FILES, SYSVSEM and those that only ask for what is so already. */
    void unshare(int tid, long flags) throws Errno;

    /** Whether a process or thread of that id exists and has not been waited for; for kill(2) with 0 and pidfd_open(2). */
    boolean exists(int pid) throws Errno;

    /** Whether there is a process of that id that was not waited for. */
    boolean isProcess(int pid);

    /** Number of the wait queue that is woken when the process {@code pid} ends, for polling a pidfd. */
    int exitQueue(int pid) throws Errno;

    /**
     * The number at the file service of a process that the caller may inspect (ptrace(2), "Ptrace access mode checking"); EPERM.
     */
    int inspectedClient(int tid, int pid) throws Errno;

    /** The address space of a process that the caller may inspect, as {@link #inspectedClient}; ESRCH, EPERM. */
    int inspectedSpace(int tid, int pid) throws Errno;

    /** Whether the process {@code pid} has ended: a pidfd is readable. ESRCH if it was waited for. */
    boolean ended(int pid) throws Errno;
}

package dev.kenari.process;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/**
 * signal(7). {@code tid} is the caller's thread id; sets of signals have bit n - 1 for signal n. A signal number out of range is
 * EINVAL, an id of nobody ESRCH.
 */
@Protocol
public interface Signals extends ProcessTimers {
    int SIG_BLOCK = 0;
    int SIG_UNBLOCK = 1;
    int SIG_SETMASK = 2;

    // What the calling thread has.

    /** sigaction(2): returns the action before. {@code change} null only asks. */
    SignalAction action(int tid, int signal, SignalAction change) throws Errno;

    /** The blocked signals. */
    long mask(int tid) throws Errno;

    /** sigprocmask(2). */
    void setMask(int tid, int how, long set) throws Errno;

    /** Blocks {@code set} instead of the usual for the time of a call, such as ppoll(2): until {@link #endMask} or a handler's return. */
    void beginMask(int tid, long set) throws Errno;

    /** The call was not interrupted: the usual signals are blocked again. */
    void endMask(int tid) throws Errno;

    /** sigpending(2). */
    long pending(int tid) throws Errno;

    /** sigaltstack(2): what it was, as seen from {@code stackPointer}. {@code change} null only asks. EPERM, EINVAL, ENOMEM. */
    AlternateStack alternateStack(int tid, AlternateStack change, long stackPointer) throws Errno;

    /** sigsuspend(2): waits with {@code mask} blocked; always ends with ERESTARTNOHAND. */
    void suspend(int tid, long mask) throws Errno;

    /**
     * sigtimedwait(2): the first pending signal of {@code set}, off its queue. EAGAIN once {@code deadline} has passed, EINTR.
     *
     * @param deadline board nanoseconds; negative for not waiting at all
     */
    SigInfo await(int tid, long set, long deadline) throws Errno;

    // Sending, with the permission checks of kill(2).

    /** kill(2): {@code pid} may be 0, -1 or a negative group; signal 0 only checks. */
    void kill(int tid, int pid, int signal) throws Errno;

    /** rt_sigqueueinfo(2): EPERM if {@code info} pretends to come from the kernel. Signal 0 only checks. */
    void queue(int tid, int pid, SigInfo info) throws Errno;

    /**
     * tgkill(2): to one thread.
     *
     * @param process which {@code target} must belong to; -1 for any, as tkill(2) has it
     */
    void tgkill(int tid, int process, int target, int signal) throws Errno;

    /** rt_tgsigqueueinfo(2): as {@link #tgkill} and {@link #queue}. */
    void queueToThread(int tid, int process, int target, SigInfo info) throws Errno;

    // Sending by the kernel and its services, unchecked. An id of nobody is no error.

    /** To every process of a group: what a terminal does. */
    void signalGroup(int group, SigInfo info);

    /** To a process. */
    void signalProcess(int pid, SigInfo info);

    /** To a thread. */
    void signalThread(int tid, SigInfo info);

    /** A fault of the thread's own making: ends the process if the signal is blocked or ignored. */
    void force(int tid, SigInfo info);

    // On the way back to the program.

    /**
     * What a thread that was interrupted does next: applies default actions, stops included (then it sleeps), until there is a
     * handler to run, the thread is to end, or nothing is left (null). The handler's mask is already in force then.
     */
    SignalDelivery next(int tid);

    /** rt_sigreturn(2): back to the mask and alternate stack that the frame holds. */
    void restore(int tid, long mask, AlternateStack stack) throws Errno;

    // What a process group and terminals ask.

    /** Whether the thread blocks or ignores {@code signal}: then a background process gets EIO instead of SIGTTIN. */
    boolean ignoresOrBlocks(int tid, int signal) throws Errno;
}

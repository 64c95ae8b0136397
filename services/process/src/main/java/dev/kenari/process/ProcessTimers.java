package dev.kenari.process;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.TimerSetting;

/** Part of {@link Signals}: timers that send signals, and the clocks of used processor time. */
public interface ProcessTimers {
    int ITIMER_REAL = 0;
    int ITIMER_VIRTUAL = 1;
    int ITIMER_PROF = 2;

    int SIGEV_SIGNAL = 0;
    int SIGEV_NONE = 1;
    int SIGEV_THREAD = 2;
    int SIGEV_THREAD_ID = 4;

    int TIMER_ABSTIME = 1;

    /**
     * Processor time by clock id: CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, or an id that stands for a process or thread
     * (clock_getcpuclockid(3)). EINVAL for any other, or if there is no such process or thread.
     */
    long cpuTime(int tid, int clock) throws Errno;

    /** getitimer(2). */
    TimerSetting getitimer(int tid, int which) throws Errno;

    /** setitimer(2): returns the setting before. */
    TimerSetting setitimer(int tid, int which, TimerSetting setting) throws Errno;

    /**
     * timer_create(2): returns the timer's id.
     *
     * @param notify {@code SIGEV_*}
     * @param target thread for SIGEV_THREAD_ID
     * @param useId the signal's value is to be the timer's id
     */
    int timerCreate(int tid, int clock, int notify, int signal, int target, long value, boolean useId) throws Errno;

    /** timer_settime(2): returns the setting before. {@code flags}: TIMER_ABSTIME. */
    TimerSetting timerSettime(int tid, int timer, int flags, TimerSetting setting) throws Errno;

    TimerSetting timerGettime(int tid, int timer) throws Errno;

    int timerGetoverrun(int tid, int timer) throws Errno;

    void timerDelete(int tid, int timer) throws Errno;
}

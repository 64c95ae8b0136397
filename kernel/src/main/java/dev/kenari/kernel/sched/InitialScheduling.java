package dev.kenari.kernel.sched;

/**
 * How a task is scheduled from its start.
 *
 * @param policy of {@link SchedulingParameters}
 * @param priority 1..99 for FIFO and RR, else 0
 * @param nice -20..19
 */
public record InitialScheduling(int policy, int priority, int nice) {
    /** As programs are. */
    public static final InitialScheduling FAIR = new InitialScheduling(SchedulingParameters.NORMAL, 0, 0);

    /** Before all programs that are not real-time, as Linux's interrupt threads (request_threaded_irq: SCHED_FIFO, 50). */
    public static final InitialScheduling INTERRUPT_THREAD = new InitialScheduling(SchedulingParameters.FIFO, 50, 0);

    /** To a task that does not run yet. */
    public void applyTo(SchedulingParameters parameters) {
        parameters.setPolicy(policy, priority);
        parameters.setNice(nice);
    }
}

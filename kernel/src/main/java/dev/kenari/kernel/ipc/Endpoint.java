package dev.kenari.kernel.ipc;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sched.Scheduler;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.time.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a server's clients call: synchronous, one message each way. A client that finds a server task free gives it the hart directly,
 * and gets it back with the reply; meanwhile the server task runs on the client's scheduling context, so that it has the client's
 * priority and spends the client's time (seL4's passive servers; QNX's priority inheritance). When all server tasks are busy, calls wait,
 * the most urgent first. Guarded by the kernel lock.
 */
public final class Endpoint {
    /** How a call ended. */
    public enum Outcome {
        REPLIED,
        /** The endpoint was dead before a server task had the request. */
        UNDELIVERED,
        /** The endpoint died before the reply. */
        ABANDONED,
        TIMED_OUT
    }

    /** What a server task does with a request: reads it, and writes the result into the same message. */
    @FunctionalInterface
    public interface Server {
        void serve(Message message) throws Errno;
    }

    /** Makes a server task that runs {@code body} once it gets a hart. */
    @FunctionalInterface
    public interface TaskSource {
        Task make(Consumer<Task> body);
    }

    private static final class Call {
        private final Task client;
        private final Message message;
        private Worker worker;
        private Outcome outcome;

        Call(Task client, Message message) {
            this.client = client;
            this.message = message;
        }
    }

    private static final class Worker {
        private Task task;
        private Call call;
    }

    private final Scheduler scheduler;
    private final Timers timers;
    private final IpcCounters counters;
    private final TaskSource tasks;
    private final int mostWorkers;
    private final Server server;
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Call> waiting = new ArrayList<>();
    private Runnable whenFull = () -> {};
    private long returns;
    private boolean dead;

    /** @param mostWorkers how many requests are served at once */
    public Endpoint(
            Scheduler scheduler, Timers timers, IpcCounters counters, TaskSource tasks, int mostWorkers, Server server) {
        this.scheduler = scheduler;
        this.timers = timers;
        this.counters = counters;
        this.tasks = tasks;
        this.mostWorkers = mostWorkers;
        this.server = server;
    }

    public boolean dead() {
        return dead;
    }

    /** Who hears when the last free server task gets a request; must not sleep. */
    public void setWhenFull(Runnable heard) {
        whenFull = heard;
    }

    /** Whether no server task is free: the next call would wait. */
    public boolean full() {
        return idle.isEmpty() && workers.size() == mostWorkers;
    }

    /** How often a server task has come back from a request, whether somebody still waited for its reply or not. */
    public long returns() {
        return returns;
    }

    /** Calls that have no reply yet. */
    public int pending() {
        int serving = 0;
        for (Worker worker : workers) {
            serving += worker.call == null ? 0 : 1;
        }
        return waiting.size() + serving;
    }

    /**
     * Sends {@code message} and waits until it holds the reply. Unless the outcome is {@link Outcome#REPLIED} or {@link
     * Outcome#UNDELIVERED}, the server may still write into the message: it must not be used again.
     *
     * @param deadline board nanoseconds
     */
    public Outcome call(Message message, long deadline) {
        if (dead) {
            return Outcome.UNDELIVERED;
        }
        message.send();
        counters.called(message.requestLength());
        Call call = new Call(Task.current(), message);
        Timers.Timer timer = deadline == Long.MAX_VALUE ? null : timers.at(deadline, () -> end(call, Outcome.TIMED_OUT));
        try {
            transfer(call);
        } finally {
            // Left without an outcome if the client is killed.
            end(call, Outcome.ABANDONED);
            if (timer != null) {
                timer.cancel();
            }
        }
        switch (call.outcome) {
            case REPLIED -> counters.replied(message.length());
            case ABANDONED, TIMED_OUT -> call.client.abandonMessage();
            case UNDELIVERED -> {}
        }
        return call.outcome;
    }

    private void transfer(Call call) {
        Worker worker = free();
        if (worker == null) {
            counters.queued();
            waiting.add(call);
        } else {
            assign(worker, call);
            counters.handedOver();
            call.client.handOver(worker.task);
        }
        while (call.outcome == null) {
            call.client.block(Long.MAX_VALUE, false);
        }
    }

    private Worker free() {
        Worker worker = idle.pollLast();
        if (worker == null && workers.size() < mostWorkers) {
            Worker made = new Worker();
            made.task = tasks.make(task -> work(made));
            workers.add(made);
            return made;
        }
        return worker;
    }

    private void assign(Worker worker, Call call) {
        call.worker = worker;
        worker.call = call;
        call.client.lendContext(worker.task);
        if (full()) {
            whenFull.run();
        }
    }

    private void work(Worker worker) {
        while (!dead) {
            if (worker.call == null) {
                worker.task.block(Long.MAX_VALUE, false);
                continue;
            }
            Message message = worker.call.message;
            try {
                server.serve(message);
            } catch (Errno e) {
                message.fail(e);
            }
            reply(worker);
        }
    }

    /** Replies, and waits for the next request. */
    private void reply(Worker worker) {
        returns++;
        Call call = worker.call;
        worker.call = null;
        boolean open = call.outcome == null;
        if (open) {
            call.message.deliver();
            call.outcome = Outcome.REPLIED;
            call.client.takeContextBack();
        }
        Call next = mostUrgent();
        if (next != null) {
            if (open) {
                call.client.wake();
            }
            scheduler.charge(worker.task);
            assign(worker, next);
            return;
        }
        idle.addLast(worker);
        if (open) {
            counters.handedOver();
            worker.task.handOver(call.client);
        }
    }

    private Call mostUrgent() {
        Call best = null;
        for (Call call : waiting) {
            if (best == null || before(call.client.scheduling(), best.client.scheduling())) {
                best = call;
            }
        }
        waiting.remove(best);
        return best;
    }

    private static boolean before(SchedulingParameters a, SchedulingParameters b) {
        int x = a.realtime() ? a.realtimePriority() : 0;
        int y = b.realtime() ? b.realtimePriority() : 0;
        return x != y ? x > y : a.nice() < b.nice();
    }

    /** Ends a call that has no reply; the client gets its context back and goes on. */
    private void end(Call call, Outcome outcome) {
        if (call.outcome == null) {
            call.outcome = outcome;
            waiting.remove(call);
            if (call.worker != null) {
                scheduler.charge(call.worker.task);
                call.client.takeContextBack();
            }
            call.client.wake();
        }
    }

    /** The server is gone: every client that waits is told, and nobody can call any more. Its tasks end at their next sleep. */
    public void die() {
        if (dead) {
            return;
        }
        dead = true;
        for (Call call : List.copyOf(waiting)) {
            end(call, Outcome.UNDELIVERED);
        }
        for (Worker worker : workers) {
            if (worker.call != null) {
                end(worker.call, Outcome.ABANDONED);
            }
            worker.task.kill();
        }
    }
}

package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.ipc.Loan;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.task.Task;
import java.util.List;

/**
 * A client's way to a component in a domain. A request that no instance has read goes to the next; one that an instance may have worked
 * on does so if it may be repeated, and is ECONNABORTED otherwise. ENOTCONN: there is no instance and won't be one.
 */
final class DomainChannel implements Channel {
    private final Kernel kernel;
    private final Served server;
    private final Marshalling<?> marshalling;
    private final Domain caller;
    private final long replyNanos;

    DomainChannel(
            Kernel kernel, Served server, Marshalling<?> marshalling, Domain caller, long replyNanos) {
        this.kernel = kernel;
        this.server = server;
        this.marshalling = marshalling;
        this.caller = caller;
        this.replyNanos = replyNanos;
    }

    @Override
    public Message request(int method) {
        return Task.messageTo(method);
    }

    @Override
    public boolean call(Message message) throws Errno {
        int method = message.method();
        boolean repeated = Task.current().takeRepeating();
        List<Loan> loans = message.loans();
        if (caller != null) {
            caller.checkLends(loans);
        }
        Endpoint endpoint = server.endpoint();
        Domain domain = server.domain();
        if (!loans.isEmpty()) {
            kernel.ipc().lent(loans.size());
            domain.borrow(loans);
        }
        long start = kernel.observesCalls() ? kernel.timers().now() : 0;
        Endpoint.Outcome outcome;
        try {
            outcome = endpoint.call(
                    message, replyNanos == 0 ? Long.MAX_VALUE : kernel.timers().now() + replyNanos);
        } finally {
            if (!loans.isEmpty()) {
                domain.giveBack(loans);
            }
        }
        if (!loans.isEmpty() && outcome == Endpoint.Outcome.ABANDONED) {
            domain.awaitRest();
        }
        kernel.observeCall(
                Task.current(),
                server.name(),
                marshalling.methodName(method),
                message.requestLength(),
                outcome == Endpoint.Outcome.REPLIED ? message.length() : 0,
                start,
                outcome == Endpoint.Outcome.REPLIED ? message.error() : Errno.ECONNABORTED);
        switch (outcome) {
            case REPLIED -> {
                if (marshalling.isLast(method)) {
                    server.retire();
                }
                if (message.error() != null && !(repeated && marshalling.wasDone(method, message.error()))) {
                    throw message.error();
                }
                return true;
            }
            case TIMED_OUT -> domain.kill("no reply to " + marshalling.methodName(method) + " in "
                    + replyNanos / 1_000_000 + " ms");
            case ABANDONED, UNDELIVERED -> {}
        }
        if (outcome != Endpoint.Outcome.UNDELIVERED && !marshalling.isRepeatable(method)) {
            throw Errno.ECONNABORTED;
        }
        if (!server.returns()) {
            throw Errno.ENOTCONN;
        }
        kernel.ipc().retried();
        Task.current().setRepeating(outcome != Endpoint.Outcome.UNDELIVERED);
        return false;
    }
}

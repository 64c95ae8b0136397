package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilitySpace;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.ipc.Loan;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.trace.MessageHistory;
import java.util.List;

/**
 * A client's way to a component in a domain or a process, by a capability to its port. A request that no instance has read goes to the next; one that
 * an instance may have worked on does so if it may be repeated, and is ECONNABORTED otherwise. ENOTCONN: there is no instance and won't
 * be one.
 */
final class DomainChannel implements Channel {
    private final Kernel kernel;
    private final Domain caller;
    private final CapabilitySpace capabilities;
    private final long port;
    private final Marshalling<?> marshalling;

    private DomainChannel(
            Kernel kernel, Domain caller, CapabilitySpace capabilities, long port, Marshalling<?> marshalling) {
        this.kernel = kernel;
        this.caller = caller;
        this.capabilities = capabilities;
        this.port = port;
        this.marshalling = marshalling;
    }

    /** For clients in the kernel. */
    static DomainChannel ofKernel(Kernel kernel, Capability port, Marshalling<?> marshalling) {
        return new DomainChannel(kernel, null, kernel.capabilities(), port.number(), marshalling);
    }

    /** For clients in {@code caller}, which says that it has a capability {@code port}. */
    static DomainChannel of(Kernel kernel, Domain caller, long port, Marshalling<?> marshalling) {
        return new DomainChannel(kernel, caller, caller.capabilities(), port, marshalling);
    }

    /** The capability that it calls by. */
    Capability port() {
        return capabilities.capability(port);
    }

    @Override
    public Message request(int method) {
        return Task.messageTo(method);
    }

    @Override
    public boolean call(Message message) throws Errno {
        if (caller == null) {
            return send(message);
        }
        caller.checkLends(message.loans());
        boolean[] done = new boolean[1];
        caller.inKernel(() -> done[0] = send(message));
        return done[0];
    }

    private boolean send(Message message) throws Errno {
        int method = message.method();
        boolean repeated = Task.current().takeRepeating();
        List<Loan> loans = message.loans();
        Served server = capabilities.find(
                port, Served.class, loans.isEmpty() ? Capability.WRITE : Capability.WRITE | Capability.LEND);
        Endpoint endpoint = server.endpoint();
        Instance instance = server.instance();
        kernel.ipc().lent(loans.size());
        List<Capability> lent = instance.borrow(loans, caller);
        long start = kernel.timers().now();
        long number = kernel.messages().sent(
                start, Task.current(), server.name(), marshalling.methodName(method), message.requestLength());
        Endpoint.Outcome outcome = null;
        try {
            outcome = endpoint.call(message, server.replyNanos() == 0 ? Long.MAX_VALUE : start + server.replyNanos());
        } finally {
            kernel.messages()
                    .ended(number, outcome == Endpoint.Outcome.REPLIED ? message.length() : MessageHistory.LOST);
            if (outcome == Endpoint.Outcome.TIMED_OUT) {
                instance.kill("no reply to " + marshalling.methodName(method) + " in "
                        + server.replyNanos() / 1_000_000 + " ms");
            }
            if (!loans.isEmpty() && outcome != Endpoint.Outcome.REPLIED && instance.end() != null) {
                // What the kernel still does for the server may use what was lent.
                instance.awaitRest();
            }
            instance.giveBack(lent);
        }
        kernel.observeCall(
                Task.current(),
                server.name(),
                marshalling.methodName(method),
                message.requestLength(),
                outcome == Endpoint.Outcome.REPLIED ? message.length() : 0,
                start,
                outcome == Endpoint.Outcome.REPLIED ? message.error() : Errno.ECONNABORTED);
        if (outcome == Endpoint.Outcome.REPLIED) {
            if (marshalling.isLast(method)) {
                server.retire();
            }
            if (message.error() != null && !(repeated && marshalling.wasDone(method, message.error()))) {
                throw message.error();
            }
            return true;
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

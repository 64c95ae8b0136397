package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.task.Task;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes every call and every reply as bytes and reads them back, so that no object reference passes between client and
 * component. The call itself stays on the caller's stack: what a call from a domain into the kernel is.
 */
public final class MarshallingConnector implements Connector {
    private final Kernel kernel;
    private final String server;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** Tells the kernel's {@link CallObserver}. @param server name of the component that is called */
    public MarshallingConnector(Kernel kernel, String server) {
        this.kernel = kernel;
        this.server = server;
    }

    public MarshallingConnector() {
        this(null, "");
    }

    /** Calls so far. */
    public long messages() {
        return messages.get();
    }

    /** Bytes of calls and replies so far. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public <T> T connect(Class<T> protocol, T implementation) {
        Marshalling<T> marshalling = Marshalling.of(protocol);
        Skeleton skeleton = marshalling.skeleton();
        return marshalling.stub(new Channel() {
            @Override
            public Message request(int method) {
                return Task.messageTo(method);
            }

            @Override
            public boolean call(Message message) throws Errno {
                message.send();
                int sent = message.requestLength();
                messages.incrementAndGet();
                bytes.addAndGet(sent);
                if (kernel != null) {
                    kernel.ipc().called(sent);
                }
                int method = message.method();
                boolean observed = kernel != null && kernel.observesCalls();
                long start = observed ? kernel.timers().now() : 0;
                Errno error = null;
                try {
                    skeleton.serve(implementation, message);
                    message.deliver();
                    bytes.addAndGet(message.length());
                    if (kernel != null) {
                        kernel.ipc().replied(message.length());
                    }
                    return true;
                } catch (Errno e) {
                    error = e;
                    throw e;
                } finally {
                    if (observed) {
                        int received = error == null ? message.length() : 0;
                        kernel.observeCall(
                                Task.current(), server, marshalling.methodName(method), sent, received, start, error);
                    }
                }
            }
        });
    }
}

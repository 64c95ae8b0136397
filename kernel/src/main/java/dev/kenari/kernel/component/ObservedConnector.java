package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.task.Task;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Direct calls that the kernel's {@link CallObserver} hears of: slow, for traces. */
public final class ObservedConnector implements Connector {
    private final Kernel kernel;
    private final String server;

    /** @param server name of the component that is called */
    public ObservedConnector(Kernel kernel, String server) {
        this.kernel = kernel;
        this.server = server;
    }

    @Override
    public <T> T connect(Class<T> protocol, T implementation) {
        return protocol.cast(Proxy.newProxyInstance(
                protocol.getClassLoader(), new Class<?>[] {protocol}, (proxy, method, arguments) -> {
                    long start = kernel.timers().now();
                    Errno error = null;
                    try {
                        return method.invoke(implementation, arguments);
                    } catch (InvocationTargetException e) {
                        error = e.getCause() instanceof Errno errno ? errno : null;
                        throw e.getCause();
                    } finally {
                        kernel.observeCall(
                                Task.current(), server, method.getName(), CallObserver.DIRECT, CallObserver.DIRECT, start, error);
                    }
                }));
    }
}

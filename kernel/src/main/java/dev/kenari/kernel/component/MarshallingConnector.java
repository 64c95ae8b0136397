package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.KernelPanic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes every call and every reply as bytes and reads them back, so that no object reference passes between client and
 * component: the proof that a protocol could cross a protection domain. The call itself stays on the caller's stack.
 */
public final class MarshallingConnector implements Connector {
    private record Signature(Codec[] parameters, Codec result) {}

    private static final byte OK = 0;
    private static final byte FAILED = 1;

    private final Codecs codecs = new Codecs();
    private final Map<Method, Signature> signatures = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

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
        if (!protocol.isAnnotationPresent(Protocol.class)) {
            throw new IllegalArgumentException(protocol.getName() + " is no protocol");
        }
        for (Method method : protocol.getMethods()) {
            signature(method);
        }
        return protocol.cast(Proxy.newProxyInstance(
                protocol.getClassLoader(),
                new Class<?>[] {protocol},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(implementation, arguments)
                        : call(implementation, method, arguments)));
    }

    private Signature signature(Method method) {
        return signatures.computeIfAbsent(method, m -> {
            for (Class<?> thrown : m.getExceptionTypes()) {
                if (thrown != Errno.class) {
                    throw new IllegalArgumentException(m + " throws " + thrown.getName());
                }
            }
            try {
                return new Signature(
                        Arrays.stream(m.getGenericParameterTypes()).map(codecs::of).toArray(Codec[]::new),
                        codecs.of(m.getGenericReturnType()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(m + ": " + e.getMessage(), e);
            }
        });
    }

    private Object call(Object implementation, Method method, Object[] arguments) throws Errno {
        Signature signature = signature(method);
        try {
            Object[] received = receive(signature, send(signature, arguments));
            return reply(signature, serve(implementation, method, signature, received));
        } catch (IOException e) {
            throw new KernelPanic("message to " + method + " is broken", e);
        }
    }

    private static byte[] send(Signature signature, Object[] arguments) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        for (int i = 0; i < signature.parameters.length; i++) {
            signature.parameters[i].write(out, arguments[i]);
        }
        return message.toByteArray();
    }

    private Object[] receive(Signature signature, byte[] message) throws IOException {
        messages.incrementAndGet();
        bytes.addAndGet(message.length);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
        Object[] received = new Object[signature.parameters.length];
        for (int i = 0; i < received.length; i++) {
            received[i] = signature.parameters[i].read(in);
        }
        return received;
    }

    private static byte[] serve(Object implementation, Method method, Signature signature, Object[] arguments)
            throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        try {
            Object result = method.invoke(implementation, arguments);
            out.writeByte(OK);
            signature.result.write(out, result);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Errno errno -> {
                    out.writeByte(FAILED);
                    out.writeInt(errno.number());
                }
                case RuntimeException bug -> throw bug;
                case Error bug -> throw bug;
                case null, default -> throw new KernelPanic(method + " threw what it does not declare", e);
            }
        } catch (IllegalAccessException e) {
            throw new KernelPanic(method + " can't be called", e);
        }
        return message.toByteArray();
    }

    private Object reply(Signature signature, byte[] message) throws IOException, Errno {
        bytes.addAndGet(message.length);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
        if (in.readByte() == FAILED) {
            throw Errno.of(in.readInt());
        }
        return signature.result.read(in);
    }
}

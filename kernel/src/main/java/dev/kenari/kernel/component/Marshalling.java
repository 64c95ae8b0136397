package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Message;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A protocol's stub and skeleton, generated from its type once (ADR 13): a stub writes each call into a {@link
 * dev.kenari.kernel.ipc.Message}, a skeleton reads it.
 */
public final class Marshalling<T> {
    private static final ClassValue<Marshalling<?>> KNOWN = new ClassValue<>() {
        @Override
        protected Marshalling<?> computeValue(Class<?> type) {
            return new Marshalling<>(type);
        }
    };

    /** Holds what is generated for one protocol; sees what the protocol sees. */
    private static final class Generated extends ClassLoader {
        Generated(ClassLoader parent) {
            super("protocol", parent);
        }

        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    private final Class<T> protocol;
    private final List<Method> methods;
    private final boolean[] repeatable;
    private final boolean[] last;
    private final String[] done;
    private final MethodHandle stub;
    private final Skeleton skeleton;

    private Marshalling(Class<T> protocol) {
        this.protocol = protocol;
        if (!protocol.isAnnotationPresent(Protocol.class)) {
            throw new IllegalArgumentException(protocol.getName() + " is no protocol");
        }
        methods = Arrays.stream(protocol.getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
                .toList();
        repeatable = new boolean[methods.size()];
        last = new boolean[methods.size()];
        done = new String[methods.size()];
        for (int i = 0; i < repeatable.length; i++) {
            repeatable[i] = methods.get(i).isAnnotationPresent(Repeatable.class)
                    || protocol.isAnnotationPresent(Repeatable.class);
            last[i] = methods.get(i).isAnnotationPresent(Last.class);
            Repeatable own = methods.get(i).getAnnotation(Repeatable.class);
            done[i] = own == null ? "" : own.done();
        }
        for (Method method : methods) {
            for (Class<?> thrown : method.getExceptionTypes()) {
                if (thrown != Errno.class) {
                    throw new IllegalArgumentException(method + " throws " + thrown.getName());
                }
            }
        }
        Generated loader = new Generated(protocol.getClassLoader());
        try {
            stub = MethodHandles.publicLookup()
                    .findConstructor(
                            loader.define(ProtocolWriter.stub(protocol, methods)),
                            MethodType.methodType(void.class, Channel.class))
                    .asType(MethodType.methodType(Object.class, Channel.class));
            skeleton = (Skeleton) loader.define(ProtocolWriter.skeleton(protocol, methods))
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated code for " + protocol.getName(), e);
        }
    }

    /** @throws IllegalArgumentException if {@code protocol} is none, or has a type that can't be written as bytes */
    @SuppressWarnings("unchecked")
    public static <T> Marshalling<T> of(Class<T> protocol) {
        return (Marshalling<T>) KNOWN.get(protocol);
    }

    /** What clients call; every call goes through {@code channel}. */
    public T stub(Channel channel) {
        try {
            return protocol.cast((Object) stub.invokeExact(channel));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    public Skeleton skeleton() {
        return skeleton;
    }

    /** Name of method {@code index}, for traces. */
    public String methodName(int index) {
        return methods.get(index).getName();
    }

    /** Whether a call of method {@code index} that was not answered may be sent to the component's next instance. */
    public boolean isRepeatable(int index) {
        return repeatable[index];
    }

    /** Whether {@code error} from a repeated call of method {@code index} means that the call before was done. */
    boolean wasDone(int index, Errno error) {
        return done[index].equals(error.symbol());
    }

    /**
     * Whether {@code reply} is a result of method {@code index}, no more and no less: what a client's stub can read. Asked
     * with nulls and zeroes for arguments, which a protocol with values of its own as parameters refuses.
     */
    boolean isReply(int index, byte[] reply) {
        Message message = new Message();
        Channel answered = new Channel() {
            @Override
            public Message request(int method) {
                message.request(method);
                return message;
            }

            @Override
            public boolean call(Message request) {
                request.reply();
                request.putRest(reply);
                request.deliver();
                return true;
            }
        };
        Method method = methods.get(index);
        Object[] nothing = Arrays.stream(method.getParameterTypes())
                .map(type -> Array.get(Array.newInstance(type, 1), 0))
                .toArray();
        try {
            method.invoke(stub(answered), nothing);
            return message.getRest().length == 0;
        } catch (InvocationTargetException e) {
            return false;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " can't be called", e);
        }
    }

    /** Whether nobody calls the component after method {@code index}. */
    public boolean isLast(int index) {
        return last[index];
    }

    public Class<T> protocol() {
        return protocol;
    }
}

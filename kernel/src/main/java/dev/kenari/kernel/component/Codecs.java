package dev.kenari.kernel.component;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codec of each type that may appear in a {@link Protocol}: primitives, {@code String}, enums, arrays, lists, and records of
 * these. A type that can't be written as bytes has none, and asking for it says which and where.
 */
final class Codecs {
    private static final int MAX_ELEMENTS = 1 << 26;

    private interface Writer {
        void write(DataOutputStream out, Object value) throws IOException;
    }

    private interface Reader {
        Object read(DataInputStream in) throws IOException;
    }

    private record Pair(Writer writer, Reader reader) implements Codec {
        @Override
        public void write(DataOutputStream out, Object value) throws IOException {
            writer.write(out, value);
        }

        @Override
        public Object read(DataInputStream in) throws IOException {
            return reader.read(in);
        }
    }

    private static final Map<Type, Codec> SCALARS = Map.of(
            boolean.class, new Pair((out, v) -> out.writeBoolean((boolean) v), DataInputStream::readBoolean),
            byte.class, new Pair((out, v) -> out.writeByte((byte) v), DataInputStream::readByte),
            short.class, new Pair((out, v) -> out.writeShort((short) v), DataInputStream::readShort),
            char.class, new Pair((out, v) -> out.writeChar((char) v), DataInputStream::readChar),
            int.class, new Pair((out, v) -> out.writeInt((int) v), DataInputStream::readInt),
            long.class, new Pair((out, v) -> out.writeLong((long) v), DataInputStream::readLong),
            double.class, new Pair((out, v) -> out.writeDouble((double) v), DataInputStream::readDouble),
            void.class, new Pair((out, v) -> {}, in -> null));

    private final Map<Type, Codec> known = new ConcurrentHashMap<>(SCALARS);

    /** @throws IllegalArgumentException if values of {@code type} can't be written as bytes */
    Codec of(Type type) {
        Codec codec = known.get(type);
        if (codec == null) {
            codec = derive(type);
            known.put(type, codec);
        }
        return codec;
    }

    private Codec derive(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return nullable(list(of(generic.getActualTypeArguments()[0])));
        }
        if (!(type instanceof Class<?> raw)) {
            throw new IllegalArgumentException(type.getTypeName() + " can't be marshalled");
        }
        if (raw == String.class) {
            return nullable(string());
        }
        if (raw == byte[].class) {
            return nullable(bytes());
        }
        if (raw.isArray()) {
            return nullable(array(raw.getComponentType()));
        }
        if (raw.isEnum()) {
            Object[] constants = raw.getEnumConstants();
            return nullable(new Pair(
                    (out, v) -> out.writeShort(((Enum<?>) v).ordinal()), in -> constants[in.readUnsignedShort()]));
        }
        if (raw.isRecord()) {
            return nullable(record(raw));
        }
        throw new IllegalArgumentException(type.getTypeName() + " can't be marshalled");
    }

    private static Codec nullable(Codec codec) {
        return new Pair(
                (out, v) -> {
                    out.writeBoolean(v != null);
                    if (v != null) {
                        codec.write(out, v);
                    }
                },
                in -> in.readBoolean() ? codec.read(in) : null);
    }

    private static Codec string() {
        return new Pair(
                (out, v) -> {
                    char[] chars = ((String) v).toCharArray();
                    out.writeInt(chars.length);
                    for (char c : chars) {
                        out.writeChar(c);
                    }
                },
                in -> {
                    char[] chars = new char[count(in)];
                    for (int i = 0; i < chars.length; i++) {
                        chars[i] = in.readChar();
                    }
                    return new String(chars);
                });
    }

    private static Codec bytes() {
        return new Pair(
                (out, v) -> {
                    out.writeInt(((byte[]) v).length);
                    out.write((byte[]) v);
                },
                in -> {
                    byte[] result = new byte[count(in)];
                    in.readFully(result);
                    return result;
                });
    }

    private Codec list(Codec element) {
        return new Pair(
                (out, v) -> {
                    List<?> values = (List<?>) v;
                    out.writeInt(values.size());
                    for (Object value : values) {
                        element.write(out, value);
                    }
                },
                in -> {
                    int count = count(in);
                    List<Object> values = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        values.add(element.read(in));
                    }
                    return values;
                });
    }

    private Codec array(Class<?> component) {
        Codec element = of(component);
        return new Pair(
                (out, v) -> {
                    int length = Array.getLength(v);
                    out.writeInt(length);
                    for (int i = 0; i < length; i++) {
                        element.write(out, Array.get(v, i));
                    }
                },
                in -> {
                    int length = count(in);
                    Object values = Array.newInstance(component, length);
                    for (int i = 0; i < length; i++) {
                        Array.set(values, i, element.read(in));
                    }
                    return values;
                });
    }

    private Codec record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Codec[] codecs =
                Arrays.stream(components).map(c -> of(c.getGenericType())).toArray(Codec[]::new);
        Method[] accessors =
                Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getTypeName() + " has no public constructor", e);
        }
        return new Pair(
                (out, v) -> {
                    for (int i = 0; i < codecs.length; i++) {
                        codecs[i].write(out, get(accessors[i], v));
                    }
                },
                in -> {
                    Object[] values = new Object[codecs.length];
                    for (int i = 0; i < codecs.length; i++) {
                        values[i] = codecs[i].read(in);
                    }
                    return construct(constructor, values);
                });
    }

    private static Object get(Method accessor, Object target) {
        try {
            return accessor.invoke(target);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(accessor + " can't be read", e);
        }
    }

    private static Object construct(Constructor<?> constructor, Object[] values) throws IOException {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IOException("bytes that are no " + constructor.getDeclaringClass().getName(), e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ELEMENTS) {
            throw new IOException("a count of " + count);
        }
        return count;
    }
}

package dev.kenari.kernel.domain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Renames types in a class file (JVMS chapter 4): in classes, descriptors and method types of the constant pool, and in the descriptors of
 * fields and methods. Renamed names are appended to the pool, so that a string constant which happens to read like one stays as it is.
 * Generic signatures and tables of variables keep the old names. Only for class files that {@code java.lang.classfile} has written.
 */
final class ClassRenamer {
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_TYPE = 16;
    private static final Set<Integer> FOUR_BYTES = Set.of(3, 4, 9, 10, 11, 12, 17, 18);
    private static final Set<Integer> TWO_BYTES = Set.of(7, 8, 16, 19, 20);
    private static final Set<Integer> TWO_SLOTS = Set.of(5, 6);
    private static final int METHOD_HANDLE = 15;
    private static final int HEADER = 8;

    private final byte[] bytes;
    private final ByteBuffer in;
    private final UnaryOperator<String> rename;
    private final String[] utf8;
    private final Map<Integer, Integer> renamed = new HashMap<>();
    private final List<String> added = new ArrayList<>();

    private ClassRenamer(byte[] classFile, UnaryOperator<String> rename) {
        this.bytes = classFile.clone();
        this.in = ByteBuffer.wrap(bytes);
        this.rename = rename;
        this.utf8 = new String[in.getShort(HEADER) & 0xffff];
    }

    /** @param rename from the binary name of a class or interface to another, or the same */
    static byte[] rename(byte[] classFile, UnaryOperator<String> rename) {
        return new ClassRenamer(classFile, rename).rename();
    }

    private int u2(int at) {
        return in.getShort(at) & 0xffff;
    }

    private byte[] rename() {
        List<Integer> names = new ArrayList<>();
        List<Integer> descriptors = new ArrayList<>();
        int at = HEADER + 2;
        for (int i = 1; i < utf8.length; i++) {
            int tag = bytes[at];
            switch (tag) {
                case CLASS -> names.add(at + 1);
                case NAME_AND_TYPE -> descriptors.add(at + 3);
                case METHOD_TYPE -> descriptors.add(at + 1);
                case UTF8 -> utf8[i] = new String(bytes, at + 3, u2(at + 1), StandardCharsets.ISO_8859_1);
                default -> {}
            }
            at += 1 + size(tag, at);
            i += TWO_SLOTS.contains(tag) ? 1 : 0;
        }
        int poolEnd = at;
        at += 6;
        at += 2 + 2 * u2(at);
        at = members(at, descriptors);
        members(at, descriptors);
        names.forEach(name -> patch(name, false));
        descriptors.forEach(descriptor -> patch(descriptor, true));
        return written(poolEnd);
    }

    private int size(int tag, int at) {
        if (tag == UTF8) {
            return 2 + u2(at + 1);
        }
        if (tag == METHOD_HANDLE) {
            return 3;
        }
        return TWO_SLOTS.contains(tag) ? 8 : FOUR_BYTES.contains(tag) ? 4 : TWO_BYTES.contains(tag) ? 2 : bad(tag);
    }

    private static int bad(int tag) {
        throw new IllegalArgumentException("constant pool tag " + tag);
    }

    /** Fields or methods; returns where they end. */
    private int members(int from, List<Integer> descriptors) {
        int at = from + 2;
        for (int count = u2(from); count > 0; count--) {
            descriptors.add(at + 4);
            int attributes = u2(at + 6);
            at += 8;
            for (; attributes > 0; attributes--) {
                at += 6 + in.getInt(at + 2);
            }
        }
        return at;
    }

    /** Lets the index at {@code at} point to the renamed name or descriptor. */
    private void patch(int at, boolean descriptor) {
        int old = u2(at);
        Integer index = renamed.get(old);
        if (index == null) {
            String text = utf8[old];
            String other = descriptor || text.startsWith("[") ? descriptor(text) : name(text);
            index = old;
            if (!other.equals(text)) {
                added.add(other);
                index = utf8.length + added.size() - 1;
            }
            renamed.put(old, index);
        }
        in.putShort(at, (short) (int) index);
    }

    private String name(String internal) {
        return rename.apply(internal.replace('/', '.')).replace('.', '/');
    }

    private String descriptor(String text) {
        StringBuilder result = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            result.append(c);
            if (c == 'L') {
                int end = text.indexOf(';', at);
                result.append(name(text.substring(at + 1, end))).append(';');
                at = end;
            }
        }
        return result.toString();
    }

    private byte[] written(int poolEnd) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length + 1024);
        DataOutputStream out = new DataOutputStream(result);
        try {
            out.write(bytes, 0, HEADER);
            out.writeShort(utf8.length + added.size());
            out.write(bytes, HEADER + 2, poolEnd - HEADER - 2);
            for (String text : added) {
                out.writeByte(UTF8);
                out.writeShort(text.length());
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(bytes, poolEnd, bytes.length - poolEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result.toByteArray();
    }
}

package dev.kenari.machine.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The flattened form of a device tree, version 17 (Devicetree Specification 0.4, chapter 5). */
public final class DeviceTree {
    private static final int MAGIC = 0xD00DFEED;
    private static final int VERSION = 17;
    private static final int COMPATIBLE_VERSION = 16;
    private static final int HEADER = 40;
    private static final int RESERVATIONS = 16;

    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int NOP = 4;
    private static final int END = 9;

    private static final int MAX_DEPTH = 64;

    private DeviceTree() {}

    /** The tree under {@code root} as a devicetree blob, without memory reservations. */
    public static byte[] flatten(Node root) {
        Writer writer = new Writer();
        writer.node(root);
        writer.cell(END);
        byte[] structure = writer.structure.toByteArray();
        byte[] strings = writer.strings.toByteArray();
        int structureAt = HEADER + RESERVATIONS;
        int stringsAt = structureAt + structure.length;
        ByteBuffer blob = ByteBuffer.allocate(stringsAt + strings.length);
        blob.putInt(MAGIC).putInt(blob.capacity()).putInt(structureAt).putInt(stringsAt).putInt(HEADER);
        blob.putInt(VERSION).putInt(COMPATIBLE_VERSION).putInt(0).putInt(strings.length).putInt(structure.length);
        blob.putLong(0).putLong(0).put(structure).put(strings);
        return blob.array();
    }

    private static final class Writer {
        final ByteArrayOutputStream structure = new ByteArrayOutputStream();
        final ByteArrayOutputStream strings = new ByteArrayOutputStream();
        private final Map<String, Integer> offsets = new HashMap<>();

        void cell(int value) {
            structure.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        void node(Node node) {
            cell(BEGIN_NODE);
            padded((node.name() + "\0").getBytes(StandardCharsets.US_ASCII));
            node.properties().forEach((name, value) -> {
                cell(PROPERTY);
                cell(value.length);
                cell(offset(name));
                padded(value);
            });
            node.children().forEach(this::node);
            cell(END_NODE);
        }

        private void padded(byte[] bytes) {
            structure.writeBytes(bytes);
            structure.writeBytes(new byte[-bytes.length & Integer.BYTES - 1]);
        }

        private int offset(String name) {
            return offsets.computeIfAbsent(name, n -> {
                int at = strings.size();
                strings.writeBytes((n + "\0").getBytes(StandardCharsets.US_ASCII));
                return at;
            });
        }
    }

    /** The root of the tree in {@code blob}. {@link IllegalArgumentException} if it is none. */
    public static Node parse(byte[] blob) {
        try {
            ByteBuffer header = ByteBuffer.wrap(blob);
            if (header.getInt() != MAGIC) {
                throw new IllegalArgumentException("no device tree: wrong magic number");
            }
            int size = header.getInt();
            int structureAt = header.getInt();
            int stringsAt = header.getInt();
            // Checked before anything is copied: a negative offset would ask for gigabytes.
            boolean inside = size <= blob.length && structureAt >= 0 && stringsAt >= 0 && stringsAt <= size;
            if (!inside || header.getInt(20) > VERSION) {
                throw new IllegalArgumentException("a device tree of an unknown version or length");
            }
            ByteBuffer structure = ByteBuffer.wrap(blob).position(structureAt);
            byte[] strings = Arrays.copyOfRange(blob, stringsAt, size);
            Node holder = new Node("");
            new Reader(structure, strings).body(holder, 0);
            return holder.children().iterator().next();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | java.util.NoSuchElementException e) {
            throw new IllegalArgumentException("a device tree that is cut short", e);
        }
    }

    private record Reader(ByteBuffer structure, byte[] strings) {
        void body(Node node, int depth) {
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException("a device tree that is too deep");
            }
            while (true) {
                int token = structure.getInt();
                switch (token) {
                    case BEGIN_NODE -> {
                        String name = string(structure.array(), structure.position());
                        skip(name.length() + 1);
                        body(node.add(name), depth + 1);
                    }
                    case PROPERTY -> {
                        int length = structure.getInt();
                        String name = string(strings, structure.getInt());
                        int at = structure.position();
                        skip(length);
                        node.set(name, Arrays.copyOfRange(structure.array(), at, at + length));
                    }
                    case NOP -> {}
                    case END_NODE, END -> {
                        return;
                    }
                    default -> throw new IllegalArgumentException("a device tree with token " + token);
                }
            }
        }

        private void skip(int bytes) {
            if (bytes < 0 || bytes > structure.remaining()) {
                throw new BufferUnderflowException();
            }
            structure.position(structure.position() + (bytes + Integer.BYTES - 1 & -Integer.BYTES));
        }

        private static String string(byte[] bytes, int from) {
            int end = from;
            while (bytes[end] != 0) {
                end++;
            }
            return new String(bytes, from, end - from, StandardCharsets.US_ASCII);
        }
    }
}

package dev.kenari.machine.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of a device tree: named properties, whose values are bytes (big-endian cells, strings), and children. In order. */
public final class Node {
    private final String name;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private final Map<String, Node> children = new LinkedHashMap<>();

    /** @param name with its unit address, such as {@code serial@10000000}; empty for the root */
    public Node(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** A new child called {@code childName}. */
    public Node add(String childName) {
        Node child = new Node(childName);
        if (children.putIfAbsent(childName, child) != null) {
            throw new IllegalArgumentException(name + " has two nodes " + childName);
        }
        return child;
    }

    public Node set(String property, byte[] value) {
        properties.put(property, value.clone());
        return this;
    }

    /** A property that is there or not. */
    public Node flag(String property) {
        return set(property, new byte[0]);
    }

    /** 32-bit cells. */
    public Node cells(String property, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            buffer.putInt(value);
        }
        return set(property, buffer.array());
    }

    /** Pairs of cells, one for each value. */
    public Node wideCells(String property, long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
        for (long value : values) {
            buffer.putLong(value);
        }
        return set(property, buffer.array());
    }

    public Node strings(String property, String... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String value : values) {
            bytes.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
        }
        return set(property, bytes.toByteArray());
    }

    public Map<String, byte[]> properties() {
        return Collections.unmodifiableMap(properties);
    }

    public Collection<Node> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    public boolean has(String property) {
        return properties.containsKey(property);
    }

    /** The cells of a property; none if it is absent. */
    public int[] cells(String property) {
        ByteBuffer buffer = ByteBuffer.wrap(properties.getOrDefault(property, new byte[0]));
        int[] values = new int[buffer.remaining() / Integer.BYTES];
        buffer.asIntBuffer().get(values);
        return values;
    }

    /** The pairs of cells of a property; none if it is absent. */
    public long[] wideCells(String property) {
        ByteBuffer buffer = ByteBuffer.wrap(properties.getOrDefault(property, new byte[0]));
        long[] values = new long[buffer.remaining() / Long.BYTES];
        buffer.asLongBuffer().get(values);
        return values;
    }

    /** The strings of a property; none if it is absent. */
    public List<String> strings(String property) {
        List<String> result = new ArrayList<>();
        byte[] value = properties.getOrDefault(property, new byte[0]);
        int start = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 0) {
                result.add(new String(value, start, i - start, StandardCharsets.US_ASCII));
                start = i + 1;
            }
        }
        return result;
    }

    public Optional<Node> child(String childName) {
        return Optional.ofNullable(children.get(childName));
    }

    /** This node and all below. */
    public Stream<Node> walk() {
        return Stream.concat(Stream.of(this), children.values().stream().flatMap(Node::walk));
    }

    /** The nodes, from this one down, whose {@code compatible} names {@code model}, in order. */
    public List<Node> compatible(String model) {
        return walk().filter(node -> node.strings("compatible").contains(model)).toList();
    }
}

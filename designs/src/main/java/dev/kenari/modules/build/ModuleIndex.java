package dev.kenari.modules.build;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An index as kmod's library reads it ({@code modules.dep.bin} and the like): a radix tree of keys in 7-bit ASCII. Numbers are
 * big-endian; a node is its prefix, the range and the places of its children, and its values; children are written before their parent,
 * and the top bits of a place say which of the three parts the node has.
 */
final class ModuleIndex {
    private static final int MAGIC = 0xB007_F457;
    private static final int VERSION = 0x0002_0001;
    private static final int HAS_PREFIX = 0x8000_0000;
    private static final int HAS_VALUES = 0x4000_0000;
    private static final int HAS_CHILDREN = 0x2000_0000;
    private static final int HEADER = 12;

    private record Value(int priority, String text) {}

    private static final class Node {
        private String prefix = "";
        private final TreeMap<Character, Node> children = new TreeMap<>();
        private final TreeSet<Value> values =
                new TreeSet<>(Comparator.comparingInt(Value::priority).thenComparing(Value::text));

        /** Makes the node end after {@code length} characters of its prefix; what follows becomes its child. */
        void split(int length) {
            Node rest = new Node();
            rest.prefix = prefix.substring(length + 1);
            rest.children.putAll(children);
            rest.values.addAll(values);
            char edge = prefix.charAt(length);
            prefix = prefix.substring(0, length);
            children.clear();
            values.clear();
            children.put(edge, rest);
        }
    }

    private final Node root = new Node();

    /** @param priority values of one key are sorted by it */
    void add(String key, String value, int priority) {
        Node node = root;
        String rest = key;
        while (true) {
            int common = 0;
            while (common < node.prefix.length() && common < rest.length()
                    && node.prefix.charAt(common) == rest.charAt(common)) {
                common++;
            }
            if (common < node.prefix.length()) {
                node.split(common);
            }
            if (common == rest.length()) {
                node.values.add(new Value(priority, value));
                return;
            }
            char edge = rest.charAt(common);
            String suffix = rest.substring(common + 1);
            node = node.children.computeIfAbsent(edge, c -> {
                Node made = new Node();
                made.prefix = suffix;
                return made;
            });
            rest = suffix;
        }
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[HEADER]);
        int place = write(root, out);
        byte[] bytes = out.toByteArray();
        ByteBuffer.wrap(bytes).putInt(MAGIC).putInt(VERSION).putInt(place);
        return bytes;
    }

    private static int write(Node node, ByteArrayOutputStream out) {
        int first = node.children.isEmpty() ? 0 : node.children.firstKey();
        int count = node.children.isEmpty() ? 0 : node.children.lastKey() - first + 1;
        int[] places = new int[count];
        node.children.forEach((edge, child) -> places[edge - first] = write(child, out));
        int place = out.size();
        if (!node.prefix.isEmpty()) {
            string(out, node.prefix);
            place |= HAS_PREFIX;
        }
        if (count > 0) {
            out.write(first);
            out.write(first + count - 1);
            for (int child : places) {
                number(out, child);
            }
            place |= HAS_CHILDREN;
        }
        if (!node.values.isEmpty()) {
            number(out, node.values.size());
            for (Value value : node.values) {
                number(out, value.priority());
                string(out, value.text());
            }
            place |= HAS_VALUES;
        }
        return place;
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private static void string(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
    }
}

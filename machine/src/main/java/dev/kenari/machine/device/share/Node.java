package dev.kenari.machine.device.share;

import java.util.HashMap;
import java.util.Map;

/** A file that the guest has looked up and not yet forgotten: a name in a directory that it has looked up, too. */
final class Node {
    final long id;
    final Map<String, Node> children = new HashMap<>();
    /** Null for the root, and for a file that has lost its name. */
    Node parent;

    String name;
    /** How often the guest was told of it, less how often it forgot. */
    long lookups;
    /** What the guest was told last; all that is known of a file without a name. */
    HostAttributes attributes;

    Node(long id, Node parent, String name) {
        this.id = id;
        this.parent = parent;
        this.name = name;
    }

    void detach() {
        if (parent != null) {
            parent.children.remove(name, this);
            parent = null;
        }
    }
}

package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A file system like proc(5): text that changes by itself, and magic links. */
final class FakeProc implements FixedNames {
    private static final long ROOT = 1;

    private final Map<String, Long> nodes = new TreeMap<>();
    private final Map<Long, String> texts = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private long next = 10;
    int client;

    FakeProc() {
        nodes.put("fd0", 2L);
        nodes.put("cwd", 3L);
    }

    void put(String name, String text) {
        texts.put(nodes.computeIfAbsent(name, n -> next++), text);
    }

    void remove(String name) {
        nodes.remove(name);
    }

    int remembered() {
        return known.size();
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(ROOT, "proc", false, false, "");
    }

    @Override
    public Attributes attributes(long node) {
        int other = node < 10 ? FileMode.S_IFLNK | 0777 : FileMode.S_IFREG | 0444;
        int mode = node == ROOT ? FileMode.S_IFDIR | 0555 : other;
        return new Attributes(node, mode, 1, 0, 0, 0, 0, 0, 1024, 0, 0, 0, 0);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        Long node = nodes.get(name);
        if (node == null) {
            throw Errno.ENOENT;
        }
        known.add(node);
        return new Entry(node, attributes(node));
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) {
        byte[] bytes = Files.bytes(texts.get(node));
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
    }

    @Override
    public LinkTarget readlink(long node) {
        return node == 2
                ? new LinkTarget(LinkTarget.Kind.DESCRIPTOR, "", client, 0)
                : new LinkTarget(LinkTarget.Kind.WORKING_DIRECTORY, "", client, 0);
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) {
        List<DirectoryEntry> entries = new ArrayList<>();
        nodes.forEach((name, child) -> {
            if (child > cookie) {
                entries.add(new DirectoryEntry(child, child, 8, name));
            }
        });
        return entries;
    }

    @Override
    public void forget(long node) {
        known.remove(node);
    }

    @Override
    public Attributes setAttributes(long node, AttributeChange change) throws Errno {
        throw Errno.EPERM;
    }

    @Override
    public FileSystemStatus status() {
        return new FileSystemStatus(0x9fa0, 4096, 0, 0, 0, 0, 0, 0, 255, 4096, 0);
    }
}

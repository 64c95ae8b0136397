package dev.kenari.vfs.fuse;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.FixedNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * fusectl, for /sys/fs/fuse/connections (the kernel's Documentation/filesystems/fuse.rst): a directory for each connection, where
 * {@code waiting} says how many requests wait for the daemon, and a write to {@code abort} ends them all.
 */
public final class FuseControl implements FixedNames {
    private static final long MAGIC = 0x6573_5543;
    private static final long ROOT = 1;
    /** A node is a connection's number, and in its lower bits what it is of that connection. */
    private static final int KIND_BITS = 2;

    private static final int DIRECTORY = 0;
    private static final int WAITING = 1;
    private static final int ABORT = 2;
    private static final List<String> NAMES = List.of("", "waiting", "abort");

    private final Kernel kernel;
    private final FuseConnections connections;

    public FuseControl(Kernel kernel, FuseConnections connections) {
        this.kernel = kernel;
        this.connections = connections;
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(ROOT, "fusectl", false, false, "");
    }

    private static int kind(long node) {
        return (int) node & (1 << KIND_BITS) - 1;
    }

    private static long node(int connection, int kind) {
        return (long) connection << KIND_BITS | kind;
    }

    private FuseConnection connection(long node) throws Errno {
        FuseConnection found = connections.all().get((int) (node >>> KIND_BITS));
        if (found == null) {
            throw Errno.ENOENT;
        }
        return found;
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        int mode = FileMode.S_IFDIR | 0755;
        if (node != ROOT) {
            connection(node);
            mode = switch (kind(node)) {
                case DIRECTORY -> FileMode.S_IFDIR | 0500;
                case WAITING -> FileMode.S_IFREG | 0400;
                default -> FileMode.S_IFREG | 0200;
            };
        }
        long now = kernel.timers().realtime();
        return new Attributes(node, mode, FileMode.isDirectory(mode) ? 2 : 1, 0, 0, 0, 0, 0, 4096, now, now, now, now);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        long found;
        if (directory == ROOT) {
            if (!name.matches("[1-9][0-9]{0,8}")) {
                throw Errno.ENOENT;
            }
            found = node(Integer.parseInt(name), DIRECTORY);
        } else {
            int kind = NAMES.indexOf(name);
            if (kind <= 0) {
                throw Errno.ENOENT;
            }
            found = directory + kind;
        }
        return new Entry(found, attributes(found));
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        List<DirectoryEntry> all = new ArrayList<>();
        int directory = FileMode.directoryEntryType(FileMode.S_IFDIR);
        int file = FileMode.directoryEntryType(FileMode.S_IFREG);
        if (node == ROOT) {
            connections.all().keySet().forEach(
                    id -> all.add(new DirectoryEntry(node(id, DIRECTORY), id, directory, Integer.toString(id))));
        } else {
            connection(node);
            all.add(new DirectoryEntry(node + WAITING, WAITING, file, NAMES.get(WAITING)));
            all.add(new DirectoryEntry(node + ABORT, ABORT, file, NAMES.get(ABORT)));
        }
        return all.stream().filter(entry -> entry.cookie() > cookie).limit(limit).toList();
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) throws Errno {
        if (kind(node) != WAITING) {
            throw Errno.EINVAL;
        }
        byte[] text = (connection(node).waiting() + "\n").getBytes(StandardCharsets.US_ASCII);
        int from = (int) Math.min(offset, text.length);
        return Arrays.copyOfRange(text, from, Math.min(text.length, from + length));
    }

    @Override
    public int write(long node, long handle, long offset, byte[] bytes) throws Errno {
        if (kind(node) != ABORT) {
            throw Errno.EINVAL;
        }
        connection(node).abort();
        return bytes.length;
    }

    @Override
    public Attributes setAttributes(long node, AttributeChange change) throws Errno {
        // Opened with O_TRUNC, as a shell does.
        return attributes(node);
    }

    @Override
    public FileSystemStatus status() {
        return new FileSystemStatus(MAGIC, 4096, 0, 0, 0, 0, 0, 0, 255, 4096, 0);
    }

    @Override
    public void forget(long node) {}
}

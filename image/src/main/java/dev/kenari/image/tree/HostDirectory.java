package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A directory of the host as it is when opened; symbolic links are kept, never followed. Files of the user who runs
 * Kenari belong to the guest's root, as in a user namespace; others keep their owners. Sockets are left out.
 */
public final class HostDirectory implements RootFileSystem {
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFBLK = 0060000;
    private static final int S_IFREG = 0100000;
    private static final int S_IFLNK = 0120000;

    private final Path root;
    private final int ownUid;
    private final int ownGid;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<List<Object>, Entry> hardLinks = new HashMap<>();

    private HostDirectory(Path root, int ownUid, int ownGid) {
        this.root = root;
        this.ownUid = ownUid;
        this.ownGid = ownGid;
    }

    /** Walks the directory. */
    public static HostDirectory open(Path directory) throws ImageException {
        try {
            Path root = directory.toRealPath();
            // The only portable way to learn one's own ids: those of a file that one makes.
            Path probe = Files.createTempFile("kenari", null);
            HostDirectory tree;
            try {
                tree = new HostDirectory(root, id(probe, "unix:uid"), id(probe, "unix:gid"));
            } finally {
                Files.delete(probe);
            }
            tree.walk(root, "");
            return tree;
        } catch (IOException e) {
            throw new ImageException("unreadable-image", "cannot read " + directory + ": " + e, e);
        } catch (UnsupportedOperationException e) {
            throw new ImageException(
                    "unreadable-image",
                    "cannot read " + directory + ": this host has no Unix file attributes; pack it as a tar",
                    e);
        }
    }

    private static int id(Path file, String attribute) throws IOException {
        return (Integer) Files.getAttribute(file, attribute);
    }

    private void walk(Path file, String path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        Entry entry = entry(file, path.isEmpty() ? "/" : path, attributes);
        if (entry == null) {
            return;
        }
        entries.add(entry);
        if (entry.type() == EntryType.FILE || entry.type() == EntryType.HARD_LINK) {
            files.put(entry.path(), file);
        } else if (entry.type() == EntryType.DIRECTORY) {
            Map<String, Path> below = new TreeMap<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(file)) {
                for (Path child : stream) {
                    below.put(HostNames.bytes(child.getFileName()), child);
                }
            } catch (java.nio.file.DirectoryIteratorException e) {
                throw e.getCause();
            }
            for (Map.Entry<String, Path> child : below.entrySet()) {
                walk(child.getValue(), path + "/" + child.getKey());
            }
        }
    }

    /** Null for what cannot be in an image. */
    private Entry entry(Path file, String path, Map<String, Object> attributes) throws IOException {
        int mode = (Integer) attributes.get("mode");
        EntryType type = type(mode);
        if (type == null) {
            return null;
        }
        boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
        long rdev = device ? (Long) attributes.get("rdev") : 0;
        Entry entry = new Entry(
                path,
                type,
                mode & 07777,
                mapped((Integer) attributes.get("uid"), ownUid),
                mapped((Integer) attributes.get("gid"), ownGid),
                ((FileTime) attributes.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
                type == EntryType.FILE ? (Long) attributes.get("size") : 0,
                0,
                type == EntryType.SYMLINK ? HostNames.bytes(Files.readSymbolicLink(file)) : "",
                major(rdev),
                minor(rdev));
        if (type == EntryType.FILE && (Integer) attributes.get("nlink") > 1) {
            List<Object> inode = List.of(attributes.get("dev"), attributes.get("ino"));
            Entry first = hardLinks.putIfAbsent(inode, entry);
            return first == null ? entry : hardLink(path, first);
        }
        return entry;
    }

    private static Entry hardLink(String path, Entry first) {
        return new Entry(
                path,
                EntryType.HARD_LINK,
                first.mode(),
                first.uid(),
                first.gid(),
                first.mtimeNanos(),
                first.size(),
                0,
                first.path(),
                0,
                0);
    }

    private static EntryType type(int mode) {
        return switch (mode & S_IFMT) {
            case S_IFREG -> EntryType.FILE;
            case S_IFDIR -> EntryType.DIRECTORY;
            case S_IFLNK -> EntryType.SYMLINK;
            case S_IFCHR -> EntryType.CHARACTER_DEVICE;
            case S_IFBLK -> EntryType.BLOCK_DEVICE;
            case S_IFIFO -> EntryType.FIFO;
            default -> null;
        };
    }

    private static int mapped(int id, int own) {
        return id == own ? 0 : id;
    }

    /** As glibc's gnu_dev_major splits Linux's 64-bit device numbers. */
    private static int major(long device) {
        return (int) (device >>> 8 & 0xfff | device >>> 32 & 0xfffff000L);
    }

    private static int minor(long device) {
        return (int) (device & 0xff | device >>> 12 & 0xffffff00L);
    }

    @Override
    public String id() {
        return root.toString();
    }

    @Override
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    @Override
    public Path contents(Entry entry) {
        return files.get(entry.path());
    }
}

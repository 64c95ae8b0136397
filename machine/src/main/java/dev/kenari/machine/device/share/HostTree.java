package dev.kenari.machine.device.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The files of a share by node number: names, attributes, links. What {@link OpenFiles} does needs a handle. One thread at a time. */
final class HostTree {
    static final long ROOT = 1;
    static final int MAX_NAME = 255;

    private static final int MAX_NODES = 1 << 20;

    final HostRoot root;
    private final boolean readOnly;
    private final Map<Long, Node> nodes = new HashMap<>();
    private long nextId = ROOT + 1;

    HostTree(HostRoot root, boolean readOnly) {
        this.root = root;
        this.readOnly = readOnly;
        reset();
    }

    void reset() {
        nodes.clear();
        nodes.put(ROOT, new Node(ROOT, null, null));
    }

    Node node(long id) throws ShareError {
        Node node = nodes.get(id);
        if (node == null) {
            throw new ShareError(ShareError.ENOENT);
        }
        return node;
    }

    void checkWritable() throws ShareError {
        if (readOnly) {
            throw new ShareError(ShareError.EROFS);
        }
    }

    /** A name from the guest as the host's: one component, and never one that leads elsewhere. */
    static Path name(byte[] bytes) throws ShareError {
        if (bytes.length > MAX_NAME) {
            throw new ShareError(ShareError.ENAMETOOLONG);
        }
        String name = decode(bytes);
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new ShareError(ShareError.EINVAL);
        }
        Path path = path(name);
        if (path.isAbsolute() || path.getNameCount() != 1 || !path.toString().equals(name)) {
            throw new ShareError(ShareError.EINVAL);
        }
        return path;
    }

    private static Path path(String text) throws ShareError {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ShareError(ShareError.EILSEQ);
        }
    }

    private static String decode(byte[] bytes) throws ShareError {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ShareError(ShareError.EILSEQ);
        }
    }

    Node lookup(Node directory, Path name) throws IOException, ShareError {
        HostAttributes attributes = root.inside(directory, name, root::attributes);
        return remember(directory, name, attributes);
    }

    /** The guest is told of a file: one more lookup of its node. */
    Node remember(Node directory, Path name, HostAttributes attributes) throws ShareError {
        String text = name.toString();
        Node node = directory.children.get(text);
        if (node != null && node.attributes != null && node.attributes.inode() != attributes.inode()) {
            // The host has put another file under this name: what the guest knows is gone.
            node.detach();
            node = null;
        }
        if (node == null) {
            if (nodes.size() >= MAX_NODES) {
                throw new ShareError(ShareError.ENOMEM);
            }
            node = new Node(nextId++, directory, text);
            directory.children.put(text, node);
            nodes.put(node.id, node);
        }
        node.lookups++;
        node.attributes = attributes;
        return node;
    }

    void forget(long id, long lookups) {
        Node node = nodes.get(id);
        if (node == null || id == ROOT) {
            return;
        }
        node.lookups -= lookups;
        while (node.lookups <= 0 && node.children.isEmpty() && node.id != ROOT) {
            Node parent = node.parent;
            nodes.remove(node.id);
            node.detach();
            if (parent == null) {
                return;
            }
            node = parent;
        }
    }

    HostAttributes attributes(Node node) throws IOException, ShareError {
        node.attributes = root.at(node, root::attributes);
        return node.attributes;
    }

    void setMode(Node node, int mode) throws IOException, ShareError {
        checkWritable();
        change(node, view -> view.setPermissions(HostAttributes.permissions(mode)));
    }

    /** Null leaves a time as it is. */
    void setTimes(Node node, FileTime accessed, FileTime modified) throws IOException, ShareError {
        checkWritable();
        change(node, view -> view.setTimes(modified, accessed, null));
    }

    /** Changes attributes of a file. */
    @FunctionalInterface
    private interface Change {
        void apply(PosixFileAttributeView view) throws IOException;
    }

    private void change(Node node, Change change) throws IOException, ShareError {
        root.at(node, (directory, name) -> {
            change.apply(HostRoot.view(directory, name));
            return null;
        });
    }

    /** Ids can't change: the guest's mean nothing in the host. Only what is so already may be asked for; -1 asks nothing. */
    void setOwner(Node node, int uid, int gid) throws IOException, ShareError {
        checkWritable();
        HostAttributes now = attributes(node);
        if (uid != -1 && uid != now.uid() || gid != -1 && gid != now.gid()) {
            throw new ShareError(ShareError.EPERM);
        }
    }

    Node makeDirectory(Node directory, Path name, int mode) throws IOException, ShareError {
        checkWritable();
        return place(directory, name, Files::createDirectory, made -> made.setPermissions(HostAttributes.permissions(mode)));
    }

    Node makeLink(Node directory, Path name, byte[] target) throws IOException, ShareError {
        checkWritable();
        Path text = path(decode(target));
        return place(directory, name, path -> Files.createSymbolicLink(path, text), made -> {});
    }

    /** Makes something at a path. */
    @FunctionalInterface
    private interface Maker {
        void make(Path path) throws IOException;
    }

    /**
     * Java can't make directories and links relative to an open directory, and by path they could end up anywhere if a directory on the
     * way became a link. So they are made in the root, whose path no guest can change, and moved to their place.
     */
    private Node place(Node directory, Path name, Maker maker, Change finish) throws IOException, ShareError {
        Path staging = Path.of(".kenari-" + UUID.randomUUID());
        return root.inside(directory, name, (target, entry) -> {
            checkAbsent(target, entry);
            maker.make(root.path().resolve(staging));
            boolean placed = false;
            try {
                root.at(nodes.get(ROOT), (top, here) -> {
                    finish.apply(HostRoot.view(top, staging));
                    top.move(staging, target, entry);
                    return null;
                });
                placed = true;
            } finally {
                if (!placed) {
                    Files.deleteIfExists(root.path().resolve(staging));
                }
            }
            return remember(directory, name, root.attributes(target, entry));
        });
    }

    private void checkAbsent(SecureDirectoryStream<Path> directory, Path name) throws IOException, ShareError {
        try {
            root.type(directory, name);
        } catch (NoSuchFileException e) {
            return;
        }
        throw new ShareError(ShareError.EEXIST);
    }

    byte[] readLink(Node node) throws IOException, ShareError {
        HostAttributes before = attributes(node);
        if (!before.isLink()) {
            throw new ShareError(ShareError.EINVAL);
        }
        byte[] target = Files.readSymbolicLink(root.pathOf(node)).toString().getBytes(StandardCharsets.UTF_8);
        // Read by path, for want of another way: it must have been the link that the walk finds.
        HostAttributes after = attributes(node);
        if (after.inode() != before.inode() || after.size() != target.length) {
            throw new ShareError(ShareError.EIO);
        }
        return target;
    }

    void remove(Node directory, Path name, boolean isDirectory) throws IOException, ShareError {
        checkWritable();
        root.inside(directory, name, (holder, entry) -> {
            if (isDirectory) {
                if (root.type(holder, entry) != HostAttributes.DIRECTORY) {
                    throw new ShareError(ShareError.ENOTDIR);
                }
                holder.deleteDirectory(entry);
            } else {
                if (root.type(holder, entry) == HostAttributes.DIRECTORY) {
                    throw new ShareError(ShareError.EISDIR);
                }
                holder.deleteFile(entry);
            }
            return null;
        });
        detach(directory, name);
    }

    private static void detach(Node directory, Path name) {
        Node gone = directory.children.get(name.toString());
        if (gone != null) {
            gone.detach();
        }
    }

    void rename(Node from, Path fromName, Node to, Path toName, boolean replace) throws IOException, ShareError {
        checkWritable();
        root.inside(from, fromName, (source, entry) -> root.inside(to, toName, (target, newEntry) -> {
            if (!replace) {
                checkAbsent(target, newEntry);
            }
            source.move(entry, target, newEntry);
            return null;
        }));
        Node moved = from.children.get(fromName.toString());
        if (from != to || !fromName.equals(toName)) {
            detach(to, toName);
        }
        if (moved != null) {
            moved.detach();
            moved.parent = to;
            moved.name = toName.toString();
            to.children.put(moved.name, moved);
        }
    }

    FileStore store() throws IOException {
        return Files.getFileStore(root.path());
    }

    /** The options with which a file is opened for {@code access}: 0 reading, 1 writing, 2 both. */
    static List<StandardOpenOption> access(int access) throws ShareError {
        return switch (access) {
            case 0 -> List.of(StandardOpenOption.READ);
            case 1 -> List.of(StandardOpenOption.WRITE);
            case 2 -> List.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            default -> throw new ShareError(ShareError.EINVAL);
        };
    }
}

package dev.kenari.machine.device.share;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/** The open directory that a share never leaves, and the walk from it to any node. */
final class HostRoot implements AutoCloseable {
    /** Does something in the directory that holds a node, by the node's name in it. */
    @FunctionalInterface
    interface Action<T> {
        T in(SecureDirectoryStream<Path> directory, Path name) throws IOException, ShareError;
    }

    private static final Path HERE = Path.of(".");

    private final Path path;
    private final SecureDirectoryStream<Path> top;
    /** The name of the one shared file in {@link #top}; null if the directory itself is shared. */
    private final String file;
    private final String self = System.getProperty("user.name");

    HostRoot(Path source) throws IOException {
        Path real = source.toRealPath();
        boolean directory = Files.isDirectory(real);
        if (!directory && !Files.isRegularFile(real)) {
            throw new IOException(source + ": neither a directory nor a regular file");
        }
        path = directory ? real : real.getParent();
        file = directory ? null : real.getFileName().toString();
        top = open(Files.newDirectoryStream(path), path);
    }

    private static SecureDirectoryStream<Path> open(DirectoryStream<Path> stream, Path path) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException(path + ": this host can't walk directories safely");
    }

    /** Where the share is in the host; for what can't be done relative to an open directory. */
    Path path() {
        return path;
    }

    /** Runs {@code action} in the directory that holds {@code node}. */
    <T> T at(Node node, Action<T> action) throws IOException, ShareError {
        if (node.parent == null) {
            if (node.name != null) {
                throw new ShareError(ShareError.ENOENT);
            }
            return action.in(top, file == null ? HERE : Path.of(file));
        }
        return inside(node.parent, Path.of(node.name), action);
    }

    /** Runs {@code action} with {@code name} in the directory that {@code node} is. */
    <T> T inside(Node node, Path name, Action<T> action) throws IOException, ShareError {
        Deque<String> names = new ArrayDeque<>();
        for (Node n = node; n.name != null; n = n.parent) {
            if (n.parent == null) {
                throw new ShareError(ShareError.ENOENT);
            }
            names.push(n.name);
        }
        if (file != null) {
            throw new ShareError(ShareError.ENOTDIR);
        }
        SecureDirectoryStream<Path> directory = top;
        try {
            for (String component : names) {
                SecureDirectoryStream<Path> next =
                        directory.newDirectoryStream(Path.of(component), LinkOption.NOFOLLOW_LINKS);
                if (directory != top) {
                    directory.close();
                }
                directory = next;
            }
            return action.in(directory, name);
        } finally {
            if (directory != top) {
                directory.close();
            }
        }
    }

    /** The path of a node below {@link #path}, which something else may have changed meanwhile. */
    Path pathOf(Node node) throws IOException {
        if (node.name == null) {
            return file == null ? path : path.resolve(file);
        }
        if (node.parent == null) {
            throw new NoSuchFileException(node.name);
        }
        return pathOf(node.parent).resolve(node.name);
    }

    HostAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return HostAttributes.of(view(directory, name).readAttributes(), self);
    }

    int type(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        PosixFileAttributes attributes = view(directory, name).readAttributes();
        return HostAttributes.type(attributes);
    }

    static PosixFileAttributeView view(SecureDirectoryStream<Path> directory, Path name) {
        return directory.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        top.close();
    }
}

package dev.kenari.machine.device.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files and directories of a share that the guest has open, by handle. One thread at a time. */
final class OpenFiles {
    /** A bound on the host's descriptors that a guest can hold. */
    private static final int MAX_HANDLES = 4096;

    /** A name in an open directory. */
    record Listed(String name, int type, long inode) {}

    /** @param access 0 reading, 1 writing, 2 both */
    private record Handle(Node node, SeekableByteChannel channel, int access, List<Listed> entries) {}

    private final HostTree tree;
    private final Map<Long, Handle> handles = new HashMap<>();
    private long next = 1;

    OpenFiles(HostTree tree) {
        this.tree = tree;
    }

    private long add(Handle handle) {
        handles.put(next, handle);
        return next++;
    }

    private void checkRoom() throws ShareError {
        if (handles.size() >= MAX_HANDLES) {
            throw new ShareError(ShareError.ENFILE);
        }
    }

    /** Opens a regular file; what else the host has under the name is never opened, since that might block or act. */
    long open(Node node, int access) throws IOException, ShareError {
        checkRoom();
        if (access != 0) {
            tree.checkWritable();
        }
        return add(new Handle(node, channel(node, HostTree.access(access)), access, null));
    }

    private SeekableByteChannel channel(Node node, List<StandardOpenOption> access) throws IOException, ShareError {
        return tree.root.at(node, (directory, name) -> {
            switch (tree.root.type(directory, name)) {
                case HostAttributes.REGULAR -> {}
                case HostAttributes.DIRECTORY -> throw new ShareError(ShareError.EISDIR);
                case HostAttributes.LINK -> throw new ShareError(ShareError.ELOOP);
                default -> throw new ShareError(ShareError.ENXIO);
            }
            return directory.newByteChannel(name, options(access));
        });
    }

    private static Set<OpenOption> options(List<StandardOpenOption> access) {
        Set<OpenOption> options = new HashSet<>(access);
        options.add(LinkOption.NOFOLLOW_LINKS);
        return options;
    }

    /** What {@link #create} gave. */
    record Created(Node node, long handle) {}

    /** Makes a regular file that must not exist, and opens it. */
    Created create(Node directory, Path name, int access, int mode) throws IOException, ShareError {
        checkRoom();
        tree.checkWritable();
        // Reading alone can't make a file in Java; the guest's kernel sees to it that a reader only reads.
        int given = access == 0 ? 2 : access;
        return tree.root.inside(directory, name, (holder, entry) -> {
            Set<OpenOption> options = options(HostTree.access(given));
            options.add(StandardOpenOption.CREATE_NEW);
            FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(HostAttributes.permissions(mode));
            SeekableByteChannel channel = holder.newByteChannel(entry, options, permissions);
            boolean kept = false;
            try {
                // The host's umask had its say in newByteChannel.
                HostRoot.view(holder, entry).setPermissions(HostAttributes.permissions(mode));
                Node node = tree.remember(directory, name, tree.root.attributes(holder, entry));
                kept = true;
                return new Created(node, add(new Handle(node, channel, given, null)));
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        });
    }

    /** @param not the access that is not enough */
    private SeekableByteChannel channel(long handle, int not) throws ShareError {
        Handle open = handles.get(handle);
        if (open == null || open.channel == null || open.access == not) {
            throw new ShareError(ShareError.EBADF);
        }
        return open.channel;
    }

    int read(long handle, long offset, byte[] into, int at, int length) throws IOException, ShareError {
        SeekableByteChannel channel = channel(handle, 1);
        if (offset < 0) {
            throw new ShareError(ShareError.EINVAL);
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        channel.position(offset);
        while (buffer.hasRemaining() && channel.read(buffer) > 0) {
            // Until it is full or the file ends.
        }
        return buffer.position() - at;
    }

    void write(long handle, long offset, byte[] from, int at, int length) throws IOException, ShareError {
        SeekableByteChannel channel = channel(handle, 0);
        tree.checkWritable();
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw new ShareError(ShareError.EFBIG);
        }
        ByteBuffer buffer = ByteBuffer.wrap(from, at, length);
        channel.position(offset);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void sync(long handle, boolean dataOnly) throws IOException, ShareError {
        if (channel(handle, -1) instanceof FileChannel file) {
            file.force(!dataOnly);
        }
    }

    /** Cuts a file short or lengthens it with zeroes. */
    void resize(Node node, long size) throws IOException, ShareError {
        tree.checkWritable();
        if (size < 0) {
            throw new ShareError(ShareError.EINVAL);
        }
        SeekableByteChannel open = writable(node);
        if (open != null) {
            resize(open, size);
        } else {
            try (SeekableByteChannel channel = channel(node, List.of(StandardOpenOption.WRITE))) {
                resize(channel, size);
            }
        }
    }

    /** An open channel of a file that has lost its name; otherwise it is better to open it anew. */
    private SeekableByteChannel writable(Node node) {
        return node.parent != null || node.name == null ? null : channelOf(node, 0);
    }

    /** @param not the access that is not enough */
    private SeekableByteChannel channelOf(Node node, int not) {
        for (Handle handle : handles.values()) {
            if (handle.node == node && handle.channel != null && handle.access != not) {
                return handle.channel;
            }
        }
        return null;
    }

    private static void resize(SeekableByteChannel channel, long size) throws IOException {
        if (size < channel.size()) {
            channel.truncate(size);
        } else if (size > channel.size()) {
            channel.position(size - 1);
            channel.write(ByteBuffer.allocate(1));
        }
    }

    /** As {@link HostTree#attributes}, also of an open file that has lost its name. */
    HostAttributes attributes(Node node) throws IOException, ShareError {
        if (node.parent == null && node.name != null && node.attributes != null) {
            SeekableByteChannel channel = channelOf(node, -1);
            if (channel != null) {
                return node.attributes.withSize(channel.size());
            }
        }
        return tree.attributes(node);
    }

    /** Lists a directory as it is now. Names that are no UTF-8 are left out: the guest could not ask for them. */
    long openDirectory(Node node) throws IOException, ShareError {
        checkRoom();
        List<Listed> entries = tree.root.at(node, (holder, name) -> {
            List<Listed> listed = new ArrayList<>();
            try (SecureDirectoryStream<Path> directory = holder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path path : directory) {
                    String text = path.getFileName().toString();
                    if (text.indexOf('\uFFFD') < 0) {
                        list(directory, text, listed);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return listed;
        });
        return add(new Handle(node, null, 0, entries));
    }

    private void list(SecureDirectoryStream<Path> directory, String name, List<Listed> into) throws IOException {
        try {
            HostAttributes attributes = tree.root.attributes(directory, Path.of(name));
            into.add(new Listed(name, attributes.mode() & HostAttributes.TYPE, attributes.inode()));
        } catch (NoSuchFileException e) {
            // Gone since it was read from the directory.
            return;
        }
    }

    List<Listed> entries(long handle) throws ShareError {
        Handle open = handles.get(handle);
        if (open == null || open.entries == null) {
            throw new ShareError(ShareError.EBADF);
        }
        return open.entries;
    }

    void release(long handle) throws IOException {
        Handle open = handles.remove(handle);
        if (open != null && open.channel != null) {
            open.channel.close();
        }
    }

    void releaseAll() throws IOException {
        for (Long handle : List.copyOf(handles.keySet())) {
            release(handle);
        }
    }
}

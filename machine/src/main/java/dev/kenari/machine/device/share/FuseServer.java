package dev.kenari.machine.device.share;

import static dev.kenari.machine.fuse.Fuse.*;

import dev.kenari.machine.HostShare;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Answers FUSE requests about one share. One thread at a time. */
public final class FuseServer implements AutoCloseable {
    private static final int TYPE = HostAttributes.TYPE;
    private static final int BLOCK = 512;
    private static final int BLOCK_SIZE = 4096;
    private static final int PATH_MAX = 4096;

    private final HostRoot root;
    private final HostTree tree;
    private final OpenFiles files;

    /** @throws IOException if the source can't be shared; the message says why */
    public FuseServer(HostShare share) throws IOException {
        root = new HostRoot(share.source());
        tree = new HostTree(root, share.readOnly());
        files = new OpenFiles(tree);
    }

    /** The reply to a request; empty if there is none to be sent. {@code room} bounds it. Anything at all may be in the request. */
    public byte[] answer(byte[] request, int room) {
        if (request.length < IN_HEADER) {
            return reply(ShareError.EINVAL, 0, new byte[0]);
        }
        ByteBuffer in = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getInt();
        int opcode = in.getInt();
        long unique = in.getLong();
        long nodeId = in.getLong();
        in.position(IN_HEADER);
        try {
            if (length != request.length) {
                throw new ShareError(ShareError.EINVAL);
            }
            byte[] body = serve(opcode, nodeId, new Request(in), Math.max(room - OUT_HEADER, 0));
            return body == null ? new byte[0] : reply(0, unique, body);
        } catch (ShareError e) {
            return reply(e.number(), unique, new byte[0]);
        } catch (IOException e) {
            return reply(ShareError.of(e), unique, new byte[0]);
        }
    }

    /** The reply to a request that was never carried out: EIO. */
    public static byte[] failure(byte[] request) {
        boolean whole = request.length >= IN_HEADER;
        long unique = whole ? ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getLong(8) : 0;
        return reply(ShareError.EIO, unique, new byte[0]);
    }

    private static byte[] reply(int error, long unique, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(OUT_HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
        return out.putInt(out.capacity()).putInt(-error).putLong(unique).put(body).array();
    }

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] serve(int opcode, long nodeId, Request in, int room) throws IOException, ShareError {
        switch (opcode) {
            case INIT -> {
                return initialise(in);
            }
            case DESTROY -> {
                reset();
                return new byte[0];
            }
            case FORGET -> {
                tree.forget(nodeId, in.wide());
                return null;
            }
            case BATCH_FORGET -> {
                int count = in.word();
                in.word();
                for (int i = 0; i < count; i++) {
                    tree.forget(in.wide(), in.wide());
                }
                return null;
            }
            case RELEASE, RELEASEDIR -> {
                files.release(in.wide());
                return new byte[0];
            }
            case STATFS -> {
                return status();
            }
            default -> {
                return serve(opcode, tree.node(nodeId), in, room);
            }
        }
    }

    private byte[] serve(int opcode, Node node, Request in, int room) throws IOException, ShareError {
        return switch (opcode) {
            case LOOKUP -> entry(tree.lookup(node, in.name()));
            case GETATTR -> attributes(node);
            case SETATTR -> setAttributes(node, in);
            case READLINK -> tree.readLink(node);
            case SYMLINK -> {
                Path name = in.name();
                yield entry(tree.makeLink(node, name, in.text(PATH_MAX)));
            }
            case MKNOD -> makeNode(node, in);
            case MKDIR -> {
                int mode = in.word() & ~in.word();
                yield entry(tree.makeDirectory(node, in.name(), mode));
            }
            case UNLINK -> done(() -> tree.remove(node, in.name(), false));
            case RMDIR -> done(() -> tree.remove(node, in.name(), true));
            case RENAME -> rename(node, in, false);
            case RENAME2 -> rename(node, in, true);
            // Java can't make a hard link relative to an open directory.
            case LINK -> throw new ShareError(ShareError.EPERM);
            case OPEN -> opened(files.open(node, in.word() & 3));
            case CREATE -> create(node, in);
            case READ -> read(in, room);
            case WRITE -> write(in);
            case OPENDIR -> opened(files.openDirectory(node));
            case READDIR -> readDirectory(in, room);
            case FLUSH -> new byte[0];
            case FSYNC -> done(() -> files.sync(in.wide(), (in.word() & 1) != 0));
            // The host orders its own directory updates.
            case FSYNCDIR -> new byte[0];
            default -> throw new ShareError(ShareError.ENOSYS);
        };
    }

    /** A request whose reply is empty. */
    @FunctionalInterface
    private interface Silent {
        void run() throws IOException, ShareError;
    }

    private static byte[] done(Silent request) throws IOException, ShareError {
        request.run();
        return new byte[0];
    }

    private byte[] initialise(Request in) throws IOException, ShareError {
        if (in.word() != MAJOR) {
            throw new ShareError(ShareError.EINVAL);
        }
        in.word();
        int readAhead = in.word();
        reset();
        ByteBuffer out = body(64);
        out.putInt(MAJOR).putInt(MINOR).putInt(readAhead).putInt(0).putInt(0);
        return out.putInt(MAX_TRANSFER).putInt(1).array();
    }

    private void reset() throws IOException {
        files.releaseAll();
        tree.reset();
    }

    private static byte[] entry(Node node) {
        ByteBuffer out = body(ENTRY_OUT);
        putEntry(out, node);
        return out.array();
    }

    private static void putEntry(ByteBuffer out, Node node) {
        // Names and attributes are valid for no time at all: the host may change them.
        out.putLong(node.id).putLong(0).putLong(0).putLong(0).putLong(0);
        putAttributes(out, node.attributes);
    }

    private static void putAttributes(ByteBuffer out, HostAttributes a) {
        Instant accessed = a.accessed().toInstant();
        Instant modified = a.modified().toInstant();
        out.putLong(a.inode()).putLong(a.size()).putLong((a.size() + BLOCK - 1) / BLOCK);
        out.putLong(accessed.getEpochSecond()).putLong(modified.getEpochSecond()).putLong(modified.getEpochSecond());
        out.putInt(accessed.getNano()).putInt(modified.getNano()).putInt(modified.getNano());
        out.putInt(a.mode()).putInt(1).putInt(a.uid()).putInt(a.gid()).putInt(0).putInt(BLOCK_SIZE).putInt(0);
    }

    private byte[] attributes(Node node) throws IOException, ShareError {
        ByteBuffer out = body(16 + ATTRIBUTES);
        out.putLong(0).putLong(0);
        putAttributes(out, files.attributes(node));
        return out.array();
    }

    private byte[] setAttributes(Node node, Request in) throws IOException, ShareError {
        int valid = in.word();
        in.word();
        in.wide();
        long size = in.wide();
        in.wide();
        long accessed = in.wide();
        long modified = in.wide();
        in.wide();
        int accessedNanos = in.word();
        int modifiedNanos = in.word();
        in.word();
        int mode = in.word();
        in.word();
        int uid = in.word();
        int gid = in.word();
        if ((valid & (SET_UID | SET_GID)) != 0) {
            tree.setOwner(node, (valid & SET_UID) != 0 ? uid : -1, (valid & SET_GID) != 0 ? gid : -1);
        }
        if ((valid & SET_SIZE) != 0) {
            files.resize(node, size);
        }
        if ((valid & SET_MODE) != 0) {
            tree.setMode(node, mode);
        }
        FileTime newAccessed = time(valid, SET_ATIME, SET_ATIME_NOW, accessed, accessedNanos);
        FileTime newModified = time(valid, SET_MTIME, SET_MTIME_NOW, modified, modifiedNanos);
        if (newAccessed != null || newModified != null) {
            tree.setTimes(node, newAccessed, newModified);
        }
        return attributes(node);
    }

    private static FileTime time(int valid, int set, int setNow, long seconds, int nanos) throws ShareError {
        if ((valid & setNow) != 0) {
            return FileTime.from(Instant.now());
        }
        if ((valid & set) == 0) {
            return null;
        }
        if (nanos < 0 || nanos >= 1_000_000_000
                || seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new ShareError(ShareError.EINVAL);
        }
        return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
    }

    private byte[] makeNode(Node directory, Request in) throws IOException, ShareError {
        int mode = in.word();
        in.word();
        int umask = in.word();
        in.word();
        if ((mode & TYPE) != HostAttributes.REGULAR && (mode & TYPE) != 0) {
            throw new ShareError(ShareError.EPERM);
        }
        OpenFiles.Created created = files.create(directory, in.name(), 1, mode & ~umask);
        files.release(created.handle());
        return entry(created.node());
    }

    private byte[] rename(Node directory, Request in, boolean flagged) throws IOException, ShareError {
        Node to = tree.node(in.wide());
        int flags = flagged ? in.word() : 0;
        if (flagged) {
            in.word();
        }
        if ((flags & ~RENAME_NOREPLACE) != 0) {
            throw new ShareError(ShareError.EINVAL);
        }
        Path name = in.name();
        tree.rename(directory, name, to, in.name(), flags == 0);
        return new byte[0];
    }

    private static byte[] opened(long handle) {
        ByteBuffer out = body(16);
        return out.putLong(handle).array();
    }

    private byte[] create(Node directory, Request in) throws IOException, ShareError {
        int flags = in.word();
        int mode = in.word();
        int umask = in.word();
        in.word();
        OpenFiles.Created created = files.create(directory, in.name(), flags & 3, mode & ~umask);
        ByteBuffer out = body(ENTRY_OUT + 16);
        putEntry(out, created.node());
        return out.putLong(created.handle()).array();
    }

    private byte[] read(Request in, int room) throws IOException, ShareError {
        long handle = in.wide();
        long offset = in.wide();
        int size = Math.min(Math.min(in.size(), MAX_TRANSFER), room);
        byte[] bytes = new byte[size];
        int count = files.read(handle, offset, bytes, 0, size);
        return count == size ? bytes : Arrays.copyOf(bytes, count);
    }

    private byte[] write(Request in) throws IOException, ShareError {
        long handle = in.wide();
        long offset = in.wide();
        int size = in.size();
        in.skip(20);
        byte[] bytes = in.rest(size);
        files.write(handle, offset, bytes, 0, size);
        return body(8).putInt(size).array();
    }

    private byte[] readDirectory(Request in, int room) throws ShareError {
        List<OpenFiles.Listed> entries = files.entries(in.wide());
        long from = in.wide();
        ByteBuffer out = body(Math.min(Math.min(in.size(), MAX_TRANSFER), room));
        for (long i = Math.max(from, 0); i < entries.size(); i++) {
            OpenFiles.Listed listed = entries.get((int) i);
            byte[] name = listed.name().getBytes(StandardCharsets.UTF_8);
            int padded = DIRENT + name.length + 7 & -8;
            if (padded > out.remaining()) {
                break;
            }
            int at = out.position();
            out.putLong(listed.inode()).putLong(i + 1).putInt(name.length).putInt(listed.type() >>> 12).put(name);
            out.position(at + padded);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] status() throws IOException {
        FileStore store = tree.store();
        long unit = store.getBlockSize();
        ByteBuffer out = body(80);
        out.putLong(store.getTotalSpace() / unit).putLong(store.getUnallocatedSpace() / unit);
        out.putLong(store.getUsableSpace() / unit).putLong(0).putLong(0);
        return out.putInt((int) unit).putInt(HostTree.MAX_NAME).putInt((int) unit).array();
    }

    @Override
    public void close() throws IOException {
        files.releaseAll();
        root.close();
    }
}

package dev.kenari.vfs.fuse;

import static dev.kenari.vfs.fuse.FuseReplies.atLeast;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Pager;
import dev.kenari.machine.fuse.Fuse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Moves the content of files: for read(2) and write(2), and as the pager of files in the page cache. */
final class FuseContent implements Pager {
    /** Bytes moved by one request; a daemon that splices takes it, and its header, out of a pipe. */
    private static final int TRANSFER = 1 << 15;

    private static final int PAGES = TRANSFER >>> Frames.SHIFT;
    private static final int WRITE_CACHE = 1;

    private final Kernel kernel;
    private final FuseConnection connection;
    private final int maxRead;
    /** Files with pages: mapped ones stay after the vfs has forgotten them. */
    private final Map<Long, FuseNode> cached = new HashMap<>();

    FuseContent(Kernel kernel, FuseConnection connection, int maxRead) {
        this.kernel = kernel;
        this.connection = connection;
        this.maxRead = Math.min(maxRead, TRANSFER);
    }

    FuseNode.Opened open(long node, int flags, int uid, int gid) throws Errno {
        try {
            ByteBuffer in = atLeast(
                    connection.call(new FuseRequest(Fuse.OPEN, node, 8).word(flags).word(0).by(uid, gid)), 16);
            return new FuseNode.Opened(in.getLong(), flags, in.getInt());
        } catch (Errno e) {
            if (e == Errno.ENOSYS) {
                return new FuseNode.Opened(0, flags, Fuse.OPEN_KEEP_CACHE);
            }
            throw e;
        }
    }

    int maxWrite() {
        return Math.min(connection.maxWrite(), TRANSFER);
    }

    byte[] read(long node, FuseNode.Opened from, long offset, int length) throws Errno {
        byte[] all = new byte[length];
        int done = 0;
        while (done < length) {
            int chunk = Math.min(length - done, maxRead);
            FuseRequest request = new FuseRequest(Fuse.READ, node, 40);
            request.wide(from.fileHandle()).wide(offset + done).word(chunk).word(0).wide(0);
            ByteBuffer in = connection.call(request.word(from.flags()).word(0));
            int got = in.remaining();
            if (got > chunk) {
                throw Errno.EIO;
            }
            in.get(all, done, got);
            done += got;
            if (got < chunk) {
                break;
            }
        }
        return done == length ? all : Arrays.copyOf(all, done);
    }

    /** @param length at most {@link #maxWrite} */
    int write(long node, FuseNode.Opened to, long offset, byte[] bytes, int at, int length) throws Errno {
        return write(node, to, offset, bytes, at, length, 0);
    }

    private int write(long node, FuseNode.Opened to, long offset, byte[] bytes, int at, int length, int flags)
            throws Errno {
        FuseRequest request = new FuseRequest(Fuse.WRITE, node, 40 + length);
        request.wide(to.fileHandle()).wide(offset).word(length).word(flags).wide(0).word(to.flags()).word(0);
        int taken = atLeast(connection.call(request.bytes(bytes, at, length)), 8).getInt();
        if (taken < 0 || taken > length) {
            throw Errno.EIO;
        }
        return taken;
    }

    /** The page cache of a file whose attributes are current. @param keep what was read before still holds */
    int object(FuseNode node, boolean keep) throws Errno {
        if (node.content == null) {
            node.content = kernel.objects().paged(this, node.id, node.attributes.size());
            cached.put(node.id, node);
        } else if (!keep) {
            node.content.writeBack();
            drop(node);
        }
        return node.content.id();
    }

    void drop(FuseNode node) {
        if (node.content != null) {
            node.content.drop(0, Long.MAX_VALUE);
        }
    }

    /** The daemon says how long the file is. */
    void resized(FuseNode node) throws Errno {
        if (node.content != null && node.content.size() != node.attributes.size()) {
            node.content.resize(node.attributes.size());
        }
    }

    /** The daemon has taken new bytes: what the cache has in their place is old. */
    void written(FuseNode node, long from, long to) throws Errno {
        if (node.content != null && to > from) {
            node.content.drop(from >>> Frames.SHIFT, to + Frames.SIZE - 1 >>> Frames.SHIFT);
            if (to > node.content.size()) {
                node.content.resize(to);
            }
        }
    }

    void writeBack(FuseNode node) throws Errno {
        if (node.content != null) {
            node.content.writeBack();
        }
    }

    /** The node is of no use any more. */
    void free(FuseNode node) {
        if (node.content != null) {
            try {
                node.content.writeBack();
            } catch (Errno e) {
                kernel.log().warn("fuse: what a mapping has written to node " + node.id + " is lost: " + e);
            }
            cached.remove(node.id, node);
            node.content.release();
            node.content = null;
        }
    }

    /** What one does with an open file. */
    @FunctionalInterface
    private interface Transfer {
        void run(FuseNode.Opened file) throws Errno;
    }

    /** Uses a file that is open already, or opens it for the time. */
    private void with(long id, boolean writes, Transfer transfer) throws Errno {
        FuseNode node = cached.get(id);
        int unfit = writes ? Fcntl.O_RDONLY : Fcntl.O_WRONLY;
        if (node != null) {
            for (FuseNode.Opened opened : node.open) {
                if ((opened.flags() & Fcntl.O_ACCMODE) != unfit) {
                    transfer.run(opened);
                    return;
                }
            }
        }
        FuseNode.Opened opened = open(id, writes ? Fcntl.O_WRONLY : Fcntl.O_RDONLY, 0, 0);
        try {
            transfer.run(opened);
        } finally {
            FuseRequest release = new FuseRequest(Fuse.RELEASE, id, 24);
            connection.tell(release.wide(opened.fileHandle()).word(opened.flags()).word(0).wide(0));
        }
    }

    @Override
    public int cluster() {
        return PAGES;
    }

    @Override
    public void pageIn(long node, long index, long frame) throws Errno {
        pagesIn(node, index, new long[] {frame});
    }

    @Override
    public void pagesIn(long node, long first, long[] into) throws Errno {
        with(node, false, file -> {
            byte[] bytes = read(node, file, first << Frames.SHIFT, into.length << Frames.SHIFT);
            for (int at = 0; at < bytes.length; at += Frames.SIZE) {
                int count = Math.min(Frames.SIZE, bytes.length - at);
                kernel.frames().memory().write(into[at >>> Frames.SHIFT], bytes, at, count);
            }
        });
    }

    @Override
    public void pageOut(long node, long index, long frame) throws Errno {
        FuseNode known = cached.get(node);
        if (known == null) {
            throw Errno.EIO;
        }
        long offset = index << Frames.SHIFT;
        int length = (int) Math.min(Frames.SIZE, known.content.size() - offset);
        if (length <= 0) {
            return;
        }
        byte[] bytes = new byte[length];
        kernel.frames().memory().read(frame, bytes, 0, length);
        with(node, true, file -> {
            for (int done = 0; done < length; ) {
                int chunk = Math.min(length - done, maxWrite());
                int taken = write(node, file, offset + done, bytes, done, chunk, WRITE_CACHE);
                if (taken == 0) {
                    throw Errno.EIO;
                }
                done += taken;
            }
        });
    }
}

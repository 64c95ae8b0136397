package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.NodeFile;
import dev.kenari.vfs.file.PagedFile;
import dev.kenari.vfs.file.RegularFile;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;

/** Copies a file of a lower layer to the upper one, attributes and all. */
final class CopyUp {
    private static final int CHUNK = 1 << 17;
    private static final int TIMES = AttributeChange.ACCESSED | AttributeChange.MODIFIED;

    private final Layer upper;
    private final Workspace workspace;
    private final Markers markers;
    private final boolean durable;

    CopyUp(Layer upper, Workspace workspace, Markers markers, boolean durable) {
        this.upper = upper;
        this.workspace = workspace;
        this.markers = markers;
        this.durable = durable;
    }

    /**
     * Copies to {@code name} in {@code directory}; the copy appears there as a whole. It is pinned for the caller.
     *
     * @param directory of the upper layer; null if the file has no name any more
     * @param withContent false if it is to be truncated anyway
     */
    Dentry copy(Dentry from, Mount fromMount, Dentry directory, String name, boolean withContent) throws Errno {
        Inode inode = from.inode();
        Attributes a = inode.attributes();
        String target = inode.isSymlink() ? inode.target().path() : null;
        Dentry made = directory == null
                ? unnamed(a)
                : workspace.make(a.mode(), a.uid(), a.gid(), a.rdev(), target);
        made.pin();
        boolean done = false;
        try {
            markers.copyAttributes(inode, made.inode());
            if (inode.isRegular() && withContent) {
                copyContent(new Path(fromMount, from), new Path(upper.mount(), made));
            }
            made.inode().change(new AttributeChange(TIMES, 0, 0, 0, 0, a.accessed(), a.modified(), 0));
            if (directory != null) {
                publish(made, directory, name);
            }
            done = true;
            return made;
        } finally {
            if (!done) {
                if (directory != null) {
                    Workspace.discard(made);
                }
                made.unpin();
            }
        }
    }

    private Dentry unnamed(Attributes a) throws Errno {
        if (!FileMode.isRegular(a.mode())) {
            throw Errno.ENOENT;
        }
        var superBlock = upper.root().inode().superBlock();
        Entry made = superBlock.fileSystem().makeUnnamed(a.mode(), a.uid(), a.gid(), superBlock.now());
        return Dentry.unnamed(null, "#", superBlock.inode(made));
    }

    /** The directory's own times stay: to its users nothing has changed. */
    private void publish(Dentry made, Dentry directory, String name) throws Errno {
        Attributes before = directory.inode().attributes();
        workspace.publish(made, directory, name, null);
        directory.inode().change(new AttributeChange(TIMES, 0, 0, 0, 0, before.accessed(), before.modified(), 0));
    }

    private void copyContent(Path from, Path to) throws Errno {
        RegularFile in = open(from, Fcntl.O_RDONLY | Fcntl.O_NOATIME);
        try {
            RegularFile out = open(to, Fcntl.O_WRONLY);
            try {
                copy(in, out);
                if (durable) {
                    out.sync(false);
                }
            } finally {
                out.release();
            }
        } finally {
            in.release();
        }
    }

    private static RegularFile open(Path path, int flags) throws Errno {
        MemoryObject object = path.inode().object();
        return object != null
                ? new PagedFile(path, flags, object)
                : NodeFile.open(path, flags, 0, Credentials.ROOT);
    }

    /** Holes stay holes. */
    private static void copy(RegularFile in, RegularFile out) throws Errno {
        long end = in.endOfFile();
        byte[] buffer = new byte[(int) Math.min(CHUNK, end)];
        var memory = in.inode().superBlock().kernel().frames().memory();
        long at = 0;
        while (at < end) {
            long data = dataAfter(in, at);
            if (data < 0) {
                break;
            }
            long hole = Math.min(in.seek(data, Fcntl.SEEK_HOLE), end);
            for (at = data; at < hole; ) {
                int wanted = (int) Math.min(buffer.length, hole - at);
                ArrayVector read = new ArrayVector(buffer, wanted, memory);
                in.read(read, at);
                if (read.done() == 0) {
                    throw Errno.EIO;
                }
                out.write(new ArrayVector(buffer, (int) read.done(), memory), at);
                at += read.done();
            }
        }
        if (out.endOfFile() < end) {
            out.truncate(end);
        }
    }

    private static long dataAfter(RegularFile in, long at) throws Errno {
        try {
            return in.seek(at, Fcntl.SEEK_DATA);
        } catch (Errno e) {
            if (e == Errno.ENXIO) {
                return -1;
            }
            throw e;
        }
    }
}

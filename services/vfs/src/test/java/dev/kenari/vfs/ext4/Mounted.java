package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.KernelEnvironment;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file system mounted without a vfs, with what the vfs does for reading and writing files by path. */
final class Mounted {
    static final long NOW = 1_700_000_000_123_456_789L;

    /** What a test does. */
    @FunctionalInterface
    interface Body {
        void run(Mounted mounted) throws Exception;
    }

    final Kernel kernel;
    final FileSystem fs;
    private final long root;

    Mounted(Kernel kernel, FileSystem fs) throws Errno {
        this.kernel = kernel;
        this.fs = fs;
        this.root = fs.root().node();
    }

    static Mounted open(Kernel kernel, DiskStore disk, boolean readOnly, String options) throws Errno {
        return new Mounted(kernel, Ext4FileSystem.mount(
                new KernelEnvironment(kernel, null), new StoreDevice(disk, kernel.frames().memory(), false), readOnly, options));
    }

    /** Mounts, runs {@code body}, and unmounts. */
    static void run(DiskStore disk, boolean readOnly, Body body) throws Exception {
        KernelHarness.inKernel(kernel -> {
            Mounted mounted = open(kernel, disk, readOnly, "");
            body.run(mounted);
            mounted.fs.unmount();
        });
    }

    long node(String path) throws Errno {
        long at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                at = fs.lookup(at, name).node();
            }
        }
        return at;
    }

    private long parent(String path) throws Errno {
        return node(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Attributes stat(String path) throws Errno {
        return fs.attributes(node(path));
    }

    boolean exists(String path) throws Errno {
        try {
            node(path);
            return true;
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    long create(String path) throws Errno {
        return make(path, FileMode.S_IFREG | 0644, null);
    }

    long make(String path, int mode, String target) throws Errno {
        Entry made = fs.make(parent(path), name(path), mode, 0, 0, 0, target, NOW);
        return made.node();
    }

    void mkdir(String path) throws Errno {
        make(path, FileMode.S_IFDIR | 0755, null);
    }

    private MemoryObject object(long node) throws Errno {
        int id = fs.memoryObject(node);
        if (id == 0) {
            throw Errno.EINVAL;
        }
        return kernel.objects().find(id);
    }

    void write(long node, long offset, byte[] bytes) throws Errno {
        MemoryObject object = object(node);
        for (int done = 0; done < bytes.length; ) {
            long at = offset + done;
            int within = (int) at & Frames.SIZE - 1;
            int chunk = Math.min(Frames.SIZE - within, bytes.length - done);
            long frame = object.writableFrame(at >>> Frames.SHIFT);
            kernel.frames().memory().write(frame + within, bytes, done, chunk);
            done += chunk;
            if (at + chunk > object.size()) {
                object.resize(at + chunk);
            }
        }
        change(node, AttributeChange.SIZE | AttributeChange.MODIFIED | AttributeChange.CHANGED, object.size());
    }

    private void change(long node, int which, long size) throws Errno {
        fs.setAttributes(node, new AttributeChange(which, 0, 0, 0, size, NOW, NOW, NOW));
    }

    void write(String path, String content) throws Errno {
        write(create(path), 0, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    void truncate(String path, long size) throws Errno {
        truncate(node(path), size);
    }

    void truncate(long node, long size) throws Errno {
        MemoryObject object = object(node);
        long before = object.size();
        object.resize(size);
        boolean done = false;
        try {
            change(node, AttributeChange.SIZE | AttributeChange.MODIFIED | AttributeChange.CHANGED, size);
            done = true;
        } finally {
            if (!done) {
                object.resize(before);
            }
        }
    }

    /** As the vfs does: what is dirty is written before, what is in whole pages is dropped after. */
    void allocate(String path, int mode, long offset, long length) throws Errno {
        long node = node(path);
        MemoryObject object = object(node);
        object.writeBack();
        fs.allocate(node, mode, offset, length, NOW);
        if ((mode & (Fcntl.FALLOC_FL_COLLAPSE_RANGE | Fcntl.FALLOC_FL_INSERT_RANGE)) != 0) {
            object.drop(offset >>> Frames.SHIFT, Long.MAX_VALUE);
            object.resize(object.size() + ((mode & Fcntl.FALLOC_FL_INSERT_RANGE) != 0 ? length : -length));
            return;
        }
        object.drop(offset + Frames.SIZE - 1 >>> Frames.SHIFT, offset + length >>> Frames.SHIFT);
        if ((mode & 1) == 0 && offset + length > object.size()) {
            object.resize(offset + length);
            change(node, AttributeChange.SIZE, offset + length);
        }
    }

    byte[] read(String path) throws Errno {
        return content(node(path));
    }

    byte[] content(long node) throws Errno {
        MemoryObject object = object(node);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] page = new byte[Frames.SIZE];
        for (long at = 0; at < object.size(); at += Frames.SIZE) {
            int length = (int) Math.min(Frames.SIZE, object.size() - at);
            kernel.frames().memory().read(object.frame(at >>> Frames.SHIFT), page, 0, length);
            out.write(page, 0, length);
        }
        return out.toByteArray();
    }

    String text(String path) throws Errno {
        return new String(read(path), StandardCharsets.ISO_8859_1);
    }

    List<String> list(String path) throws Errno {
        long node = node(path);
        List<String> names = new ArrayList<>();
        long cookie = 0;
        while (true) {
            List<DirectoryEntry> some = fs.readDirectory(node, cookie, 7);
            if (some.isEmpty()) {
                return names;
            }
            some.forEach(entry -> names.add(entry.name()));
            cookie = some.getLast().cookie();
        }
    }

    /** Forgets the node afterwards, as the vfs does when nobody has the file open. */
    void unlink(String path) throws Errno {
        long node = node(path);
        fs.unlink(parent(path), name(path), NOW);
        fs.forget(node);
    }

    void rmdir(String path) throws Errno {
        long node = node(path);
        fs.rmdir(parent(path), name(path), NOW);
        fs.forget(node);
    }

    void rename(String from, String to, int flags) throws Errno {
        long replaced = flags == 0 && exists(to) ? node(to) : 0;
        fs.rename(parent(from), name(from), parent(to), name(to), flags, NOW);
        if (replaced != 0 && fs.attributes(replaced).links() == 0) {
            fs.forget(replaced);
        }
    }

    void link(String from, String to) throws Errno {
        fs.link(node(from), parent(to), name(to), NOW);
    }

    void fsync(String path) throws Errno {
        fs.fsync(node(path), false);
    }
}

package dev.kenari.drivers.virtio;

import static dev.kenari.machine.fuse.Fuse.*;
import static dev.kenari.drivers.virtio.fuse.FuseRequest.named;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.HostAttributes;
import dev.kenari.drivers.HostEntry;
import dev.kenari.drivers.HostFile;
import dev.kenari.drivers.HostShare;
import dev.kenari.drivers.HostSpace;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.PageLoan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host share over FUSE: each method of {@link HostShare} is one request, but for long reads and writes. The host's end outlives the driver:
 * the next instance goes on with the same nodes and handles. A node that was looked up before stays known to the host until the end.
 */
public final class FsDriver implements HostShare {
    public static final int ID = 26;

    /** Starts a driver. */
    public static final class Factory implements ComponentFactory<HostShare> {
        @Override
        public HostShare start(Environment environment, String[] arguments) throws Errno {
            return new FsDriver(environment);
        }
    }

    private static final int SET_ATTRIBUTES = 88;
    private static final int PATH_MAX = 4096;
    private static final int S_IFREG = 0100000;
    private static final int FORGET_BATCH = 64;
    private static final long NANOS = 1_000_000_000L;
    /** Bytes moved by one request; with the frames for headers it fits a queue several times. */
    private static final int TRANSFER = 1 << 16;

    private final FsDevice device;
    private final ComponentMemory memory;
    /** How often each node was looked up: forgetting it says so. */
    private final Map<Long, Long> lookups = new HashMap<>();
    /** Nodes and their counts that the host has not yet heard of being forgotten. */
    private final List<long[]> forgotten = new ArrayList<>();

    /** Sleeps. */
    FsDriver(Environment environment) throws Errno {
        memory = environment.memory();
        device = new FsDevice(environment, new VirtioTransport(environment));
        // Anything but zero once the session has begun: to begin it again would end what is open.
        long session = environment.keptFrame(0);
        if (memory.getInt(session) == 0) {
            FuseRequest init = new FuseRequest(INIT, 0, 16).word(MAJOR).word(MINOR).word(0).word(0);
            if (call(init, 64).getInt() != MAJOR) {
                throw Errno.ENODEV;
            }
            memory.putInt(session, 1);
        }
    }

    @Override
    public String tag() {
        return device.tag();
    }

    private HostFile file(ByteBuffer reply) {
        long node = reply.getLong();
        lookups.merge(node, 1L, Long::sum);
        return new HostFile(node, attributes(reply.position(40)));
    }

    private static HostAttributes attributes(ByteBuffer in) {
        long inode = in.getLong();
        long size = in.getLong();
        long blocks = in.getLong();
        long accessed = in.getLong();
        long modified = in.getLong();
        long changed = in.getLong();
        accessed = accessed * NANOS + in.getInt();
        modified = modified * NANOS + in.getInt();
        changed = changed * NANOS + in.getInt();
        int mode = in.getInt();
        in.getInt();
        return new HostAttributes(inode, mode, in.getInt(), in.getInt(), size, blocks, accessed, modified, changed);
    }

    @Override
    public HostAttributes attributes(long node) throws Errno {
        return attributes(call(new FuseRequest(GETATTR, node, 16).wide(0).wide(0), 16 + ATTRIBUTES).position(16));
    }

    @Override
    public HostFile lookup(long directory, String name) throws Errno {
        return file(call(named(LOOKUP, directory, name), ENTRY_OUT));
    }

    @Override
    public HostAttributes setAttributes(long node, int which, HostAttributes to) throws Errno {
        FuseRequest request = new FuseRequest(SETATTR, node, SET_ATTRIBUTES);
        request.word(which).word(0).wide(0).wide(to.size()).wide(0);
        request.wide(Math.floorDiv(to.accessed(), NANOS)).wide(Math.floorDiv(to.modified(), NANOS)).wide(0);
        request.word((int) Math.floorMod(to.accessed(), NANOS)).word((int) Math.floorMod(to.modified(), NANOS)).word(0);
        request.word(to.mode()).word(0).word(to.uid()).word(to.gid()).word(0);
        return attributes(call(request, 16 + ATTRIBUTES).position(16));
    }

    @Override
    public HostFile makeFile(long directory, String name, int mode) throws Errno {
        FuseRequest request = new FuseRequest(MKNOD, directory, 16 + name.length() + 1);
        request.word(S_IFREG | mode).word(0).word(0).word(0).name(name);
        return file(call(request, ENTRY_OUT));
    }

    @Override
    public HostFile makeDirectory(long directory, String name, int mode) throws Errno {
        FuseRequest request = new FuseRequest(MKDIR, directory, 8 + name.length() + 1);
        return file(call(request.word(mode).word(0).name(name), ENTRY_OUT));
    }

    @Override
    public HostFile makeLink(long directory, String name, String target) throws Errno {
        return file(call(named(SYMLINK, directory, name, target), ENTRY_OUT));
    }

    @Override
    public String readLink(long node) throws Errno {
        return StandardCharsets.ISO_8859_1
                .decode(call(new FuseRequest(READLINK, node, 0), PATH_MAX))
                .toString();
    }

    @Override
    public void unlink(long directory, String name) throws Errno {
        call(named(UNLINK, directory, name), 0);
    }

    @Override
    public void rmdir(long directory, String name) throws Errno {
        call(named(RMDIR, directory, name), 0);
    }

    @Override
    public void rename(long directory, String name, long toDirectory, String toName, boolean replace) throws Errno {
        FuseRequest request = new FuseRequest(RENAME2, directory, 16 + name.length() + toName.length() + 2);
        request.wide(toDirectory).word(replace ? 0 : RENAME_NOREPLACE).word(0).name(name).name(toName);
        call(request, 0);
    }

    @Override
    public long open(long node, int access) throws Errno {
        return call(new FuseRequest(OPEN, node, 8).word(access).word(0), 16).getLong();
    }

    @Override
    public void release(long handle) throws Errno {
        release(RELEASE, handle);
    }

    private void release(int opcode, long handle) throws Errno {
        call(new FuseRequest(opcode, ROOT, 24).wide(handle).wide(0).wide(0), 0);
    }

    private ByteBuffer transfer(int opcode, long handle, long offset, int length) throws Errno {
        FuseRequest request = new FuseRequest(opcode, ROOT, 40);
        return call(request.wide(handle).wide(offset).word(length).word(0).wide(0).wide(0), length);
    }

    @Override
    public byte[] read(long handle, long offset, int length) throws Errno {
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.min(length, TRANSFER));
        while (all.size() < length) {
            int chunk = Math.min(length - all.size(), TRANSFER);
            ByteBuffer part = transfer(READ, handle, offset + all.size(), chunk);
            all.write(part.array(), part.arrayOffset(), part.remaining());
            if (part.remaining() < chunk) {
                break;
            }
        }
        return all.toByteArray();
    }

    @Override
    public void readPages(long handle, long offset, List<PageLoan> into) throws Errno {
        byte[] bytes = read(handle, offset, into.size() * Frames.SIZE);
        for (int at = 0; at < bytes.length; at += Frames.SIZE) {
            memory.write(into.get(at / Frames.SIZE).address(), bytes, at, Math.min(Frames.SIZE, bytes.length - at));
        }
    }

    @Override
    public void write(long handle, long offset, byte[] bytes) throws Errno {
        for (int at = 0; at < bytes.length; at += TRANSFER) {
            int chunk = Math.min(bytes.length - at, TRANSFER);
            FuseRequest request = new FuseRequest(WRITE, ROOT, 40 + chunk);
            request.wide(handle).wide(offset + at).word(chunk).word(0).wide(0).wide(0).bytes(bytes, at, chunk);
            call(request, 8);
        }
    }

    @Override
    public void sync(long handle, boolean dataOnly) throws Errno {
        call(new FuseRequest(FSYNC, ROOT, 16).wide(handle).word(dataOnly ? 1 : 0).word(0), 0);
    }

    @Override
    public long openDirectory(long node) throws Errno {
        return call(new FuseRequest(OPENDIR, node, 8).wide(0), 16).getLong();
    }

    @Override
    public List<HostEntry> list(long handle, long cookie) throws Errno {
        ByteBuffer in = transfer(READDIR, handle, cookie, TRANSFER);
        List<HostEntry> entries = new ArrayList<>();
        while (in.remaining() >= DIRENT) {
            int at = in.position();
            long inode = in.getLong();
            long next = in.getLong();
            byte[] name = new byte[in.getInt()];
            int type = in.getInt();
            in.get(name);
            entries.add(new HostEntry(inode, next, type, new String(name, StandardCharsets.ISO_8859_1)));
            in.position(Math.min(at + (DIRENT + name.length + 7 & -8), in.limit()));
        }
        return entries;
    }

    @Override
    public void releaseDirectory(long handle) throws Errno {
        release(RELEASEDIR, handle);
    }

    @Override
    public HostSpace space() throws Errno {
        ByteBuffer in = call(new FuseRequest(STATFS, ROOT, 0), 80);
        return new HostSpace(Integer.toUnsignedLong(in.getInt(40)), in.getLong(0), in.getLong(8), in.getLong(16));
    }

    @Override
    public void forget(long node) {
        Long count = lookups.remove(node);
        if (count != null) {
            forgotten.add(new long[] {node, count});
        }
    }

    private ByteBuffer call(FuseRequest request, int limit) throws Errno {
        if (forgotten.size() >= FORGET_BATCH) {
            FuseRequest batch = new FuseRequest(BATCH_FORGET, 0, 8 + 16 * forgotten.size());
            batch.word(forgotten.size()).word(0);
            forgotten.forEach(f -> batch.wide(f[0]).wide(f[1]));
            forgotten.clear();
            device.tell(batch);
        }
        return device.call(request, limit);
    }
}

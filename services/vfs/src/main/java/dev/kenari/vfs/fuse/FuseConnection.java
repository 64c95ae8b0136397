package dev.kenari.vfs.fuse;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.file.Client;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The requests between a mounted FUSE file system and its daemon. Whoever asks sleeps until the daemon answers or the connection
 * ends: then everything is ENOTCONN at once. A signal takes back a request that the daemon has not seen, and interrupts one that
 * it has.
 */
public final class FuseConnection {
    /** Hears of the daemon's notifications. */
    interface Notified {
        void invalidateNode(long node, long offset, long length) throws Errno;

        void invalidateEntry(long directory, String name);
    }

    /** Of the requests that nobody waits for, as many may wait for the daemon. */
    private static final int MAX_BACKGROUND = 4096;

    private static final int LEAST_WRITE = 4096;
    /** FUSE_UNIQUE_RESEND: the request was sent before. */
    private static final long RESENT = 1L << 63;

    private static final class Call {
        final byte[] request;
        long unique;
        final WaitQueue changed = new WaitQueue();
        boolean sent;
        boolean done;
        boolean interrupted;
        int error;
        byte[] reply;

        Call(byte[] request, long unique) {
            this.request = request;
            this.unique = unique;
        }
    }

    private final int id;
    private final Supplier<Client> callers;
    private final Consumer<FuseConnection> whenEnded;
    private final Deque<Call> queue = new ArrayDeque<>();
    private final Map<Long, Call> sent = new HashMap<>();
    /** Where the daemon waits: one queue for each of its descriptors. */
    private final List<WaitQueue> readers = new ArrayList<>(1);
    private final WaitQueue ready = new WaitQueue();
    private Notified notified;
    private FileSystem served;
    private boolean initialised;
    private boolean aborted;
    private boolean ending;
    private boolean interruptible = true;
    private int maxWrite = LEAST_WRITE;
    private boolean listsAttributes;
    private long lastUnique;

    /**
     * @param id what /sys/fs/fuse/connections calls it
     * @param callers says for whom the current task works, or null
     * @param whenEnded hears that it is unmounted
     */
    FuseConnection(int id, Supplier<Client> callers, Consumer<FuseConnection> whenEnded) {
        this.id = id;
        this.callers = callers;
        this.whenEnded = whenEnded;
    }

    int id() {
        return id;
    }

    void setNotified(Notified listener) {
        notified = listener;
    }

    /** The largest WRITE that the daemon takes. */
    int maxWrite() {
        return maxWrite;
    }

    /** Whether the daemon knows READDIRPLUS. */
    boolean listsAttributes() {
        return listsAttributes;
    }

    boolean isAborted() {
        return aborted;
    }

    /** How many requests wait for an answer. */
    int waiting() {
        return queue.size() + sent.size();
    }

    /** The daemon reads from one more descriptor. */
    void opened(WaitQueue reader) {
        readers.add(reader);
    }

    /** A descriptor of the daemon's is gone; the last one ends the connection. */
    void closed(WaitQueue reader) {
        readers.remove(reader);
        if (readers.isEmpty()) {
            abort();
        }
    }

    /** The file system is unmounted: once the daemon has read what is left to be told, it is told that too. */
    void end() {
        ending = true;
        served = null;
        whenEnded.accept(this);
        readers.forEach(WaitQueue::wakeAll);
    }

    /** Whether the daemon has nothing more to do. */
    boolean isOver() {
        return aborted || ending && queue.isEmpty();
    }

    /** Nobody will be answered any more. */
    void abort() {
        if (aborted) {
            return;
        }
        aborted = true;
        List<Call> waiting = List.copyOf(queue);
        queue.clear();
        waiting.forEach(this::fail);
        List.copyOf(sent.values()).forEach(this::fail);
        sent.clear();
        ready.wakeAll();
        readers.forEach(WaitQueue::wakeAll);
    }

    private void fail(Call call) {
        call.error = Errno.ENOTCONN.number();
        call.done = true;
        call.changed.wakeAll();
    }

    /** What the daemon serves; null once it is unmounted. */
    FileSystem served() {
        return served;
    }

    /** The first request; what follows waits for its reply. @param fileSystem as the vfs calls it */
    void initialise(FileSystem fileSystem) {
        served = fileSystem;
        FuseRequest init = new FuseRequest(Fuse.INIT, 0, 16);
        int flags = Fuse.INIT_BIG_WRITES | Fuse.INIT_READDIRPLUS | Fuse.INIT_READDIRPLUS_AUTO;
        init.word(Fuse.MAJOR).word(Fuse.MINOR).word(1 << 17).word(flags);
        enqueue(init);
    }

    private Call enqueue(FuseRequest request) {
        // Even: the lowest bit marks an INTERRUPT.
        lastUnique += 2;
        Call call = new Call(request.finish(lastUnique), lastUnique);
        queue.add(call);
        readers.forEach(WaitQueue::wakeOne);
        return call;
    }

    /** Asks the daemon; returns what follows the header of its reply. ENOTCONN. */
    ByteBuffer call(FuseRequest request) throws Errno {
        while (!initialised && !aborted) {
            ready.sleep();
        }
        if (aborted) {
            throw Errno.ENOTCONN;
        }
        Client caller = callers.get();
        if (caller != null) {
            request.from(caller.process(), caller.credentials().uid(), caller.credentials().gid());
        }
        Call call = enqueue(request);
        while (!call.done) {
            await(call);
        }
        if (call.error != 0) {
            throw Errno.of(call.error);
        }
        return ByteBuffer.wrap(call.reply).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void await(Call call) throws Errno {
        if (call.interrupted) {
            call.changed.sleepUninterruptibly();
            return;
        }
        try {
            call.changed.sleep();
        } catch (Errno signal) {
            if (!call.sent) {
                queue.remove(call);
                throw signal;
            }
            call.interrupted = true;
            if (interruptible && !call.done) {
                FuseRequest interrupt = new FuseRequest(Fuse.INTERRUPT, 0, 8).wide(call.unique);
                queue.addFirst(new Call(interrupt.finish(call.unique | 1), call.unique | 1));
                readers.forEach(WaitQueue::wakeOne);
            }
        }
    }

    /** Tells the daemon, whose answer, if any, is of no interest. */
    void tell(FuseRequest request) {
        if (!aborted && initialised && queue.size() < MAX_BACKGROUND) {
            enqueue(request);
        }
    }

    boolean hasRequest() {
        return !queue.isEmpty();
    }

    /**
     * The next request for the daemon, at most {@code limit} bytes; null if there is none. A longer one fails with EIO, and is not the
     * daemon's business.
     */
    byte[] next(int limit) {
        while (!queue.isEmpty()) {
            Call call = queue.remove();
            if (call.request.length > limit) {
                call.error = Errno.EIO.number();
                call.done = true;
                call.changed.wakeAll();
                continue;
            }
            call.sent = true;
            if (isAnswered(call)) {
                sent.put(call.unique, call);
            }
            return call.request;
        }
        return null;
    }

    private static boolean isAnswered(Call call) {
        int opcode = ByteBuffer.wrap(call.request).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        return opcode != Fuse.FORGET && opcode != Fuse.BATCH_FORGET && opcode != Fuse.INTERRUPT;
    }

    /** What the daemon has written: a reply or a notification. EINVAL, ENOENT. */
    void reply(byte[] message) throws Errno {
        if (message.length < Fuse.OUT_HEADER) {
            throw Errno.EINVAL;
        }
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getInt();
        int error = in.getInt();
        long unique = in.getLong();
        if (length != message.length) {
            throw Errno.EINVAL;
        }
        if (unique == 0) {
            notify(error, in.slice().order(ByteOrder.LITTLE_ENDIAN));
            return;
        }
        if (error > 0 || error <= -1000 || error != 0 && message.length != Fuse.OUT_HEADER) {
            throw Errno.EINVAL;
        }
        if ((unique & 1) != 0) {
            interruptible &= error != -Errno.ENOSYS.number();
            return;
        }
        Call call = sent.remove(unique);
        if (call == null) {
            throw Errno.ENOENT;
        }
        call.error = -error;
        call.reply = new byte[in.remaining()];
        in.get(call.reply);
        call.done = true;
        call.changed.wakeAll();
        if (!initialised) {
            initialised(call);
        }
    }

    private void initialised(Call init) {
        ByteBuffer in = ByteBuffer.wrap(init.reply).order(ByteOrder.LITTLE_ENDIAN);
        if (init.error != 0 || in.remaining() < 24 || in.getInt() != Fuse.MAJOR) {
            abort();
            return;
        }
        listsAttributes = (in.getInt(12) & Fuse.INIT_READDIRPLUS) != 0;
        maxWrite = Math.max(in.getInt(20), LEAST_WRITE);
        initialised = true;
        ready.wakeAll();
    }

    private void notify(int code, ByteBuffer in) throws Errno {
        switch (code) {
            case Fuse.NOTIFY_INVAL_INODE -> {
                check(in, 24);
                notified.invalidateNode(in.getLong(), in.getLong(), in.getLong());
            }
            case Fuse.NOTIFY_INVAL_ENTRY -> {
                check(in, 16);
                notified.invalidateEntry(in.getLong(), name(in, in.getInt(), in.getInt()));
            }
            case Fuse.NOTIFY_DELETE -> {
                check(in, 24);
                long directory = in.getLong();
                in.getLong();
                notified.invalidateEntry(directory, name(in, in.getInt(), in.getInt()));
            }
            case Fuse.NOTIFY_RESEND -> resend();
            default -> throw Errno.EINVAL;
        }
    }

    /**
     * Whoever has read requests and not answered them is no more: they come again, marked, before all others. A daemon that another
     * process holds the descriptor of can so be restarted under a mount that goes on.
     */
    private void resend() {
        List<Call> again = new ArrayList<>(sent.values());
        sent.clear();
        again.sort(Comparator.comparingLong((Call call) -> call.unique & ~RESENT).reversed());
        for (Call call : again) {
            call.unique |= RESENT;
            call.sent = false;
            ByteBuffer.wrap(call.request).order(ByteOrder.LITTLE_ENDIAN).putLong(8, call.unique);
            queue.addFirst(call);
        }
        readers.forEach(WaitQueue::wakeAll);
    }

    /** @param flags what lies between length and name */
    private static String name(ByteBuffer in, int length, int flags) throws Errno {
        if (length < 0 || in.remaining() < length) {
            throw Errno.EINVAL;
        }
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static void check(ByteBuffer in, int bytes) throws Errno {
        if (in.remaining() < bytes) {
            throw Errno.EINVAL;
        }
    }
}

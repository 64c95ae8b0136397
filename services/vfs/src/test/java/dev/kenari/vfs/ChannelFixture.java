package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;

/** {@link Files} with what tests of pipes, events and sockets need: background tasks, and messages with text. */
public final class ChannelFixture {
    private static final byte[] NONE = new byte[0];

    /** What a test does in the kernel. */
    @FunctionalInterface
    public interface Body {
        void run(ChannelFixture fixture) throws Exception;
    }

    /** What a background task does. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws Errno;
    }

    /** The outcome of a background task. */
    public static final class Outcome<T> {
        private final WaitQueue ended = new WaitQueue();
        private boolean done;
        private T value;
        private Errno errno;
        private Task task;

        public boolean done() {
            return done;
        }

        public Task task() {
            return task;
        }

        /** Waits for the task; its result, or the errno it failed with. */
        public T join() throws Errno {
            while (!done) {
                ended.sleep();
            }
            if (errno != null) {
                throw errno;
            }
            return value;
        }
    }

    public final Files files;
    public final Kernel kernel;
    public final Vfs vfs;
    public final Channels channels;

    private ChannelFixture(Files files) {
        this.files = files;
        kernel = files.kernel;
        vfs = files.vfs;
        channels = files.connector.connect(Channels.class, files.component.channels());
    }

    /** Runs {@code body} with direct calls, and again with every call marshalled. */
    public static void inKernel(Body body) throws Exception {
        Files.run(files -> body.run(new ChannelFixture(files)));
    }

    public int id() {
        return files.client;
    }

    /** Starts a task and lets it run until it sleeps or ends. */
    public <T> Outcome<T> background(Work<T> work) {
        Outcome<T> outcome = new Outcome<>();
        outcome.task = kernel.task("background", task -> {
            try {
                outcome.value = work.run();
            } catch (Errno e) {
                outcome.errno = e;
            }
            outcome.done = true;
            outcome.ended.wakeAll();
        });
        outcome.task.wake();
        letOthersRun();
        return outcome;
    }

    /** Sleeps long enough for every runnable task to have its turn. */
    public void letOthersRun() {
        try {
            new WaitQueue().sleep(kernel.timers().now() + 5_000_000);
        } catch (Errno e) {
            throw new AssertionError(e);
        }
    }

    public void close(int fd) throws Errno {
        vfs.close(id(), fd);
    }

    public void nonBlocking(int fd) throws Errno {
        vfs.setStatusFlags(id(), fd, Fcntl.O_NONBLOCK);
    }

    public int poll(int fd, int events) throws Errno {
        return vfs.poll(id(), fd, events);
    }

    /** Up to {@code length} bytes. */
    public byte[] read(int fd, int length) throws Errno {
        return vfs.readBytes(id(), fd, length, -1);
    }

    public String readText(int fd, int length) throws Errno {
        return Files.text(read(fd, length));
    }

    public long write(int fd, byte[] bytes) throws Errno {
        return vfs.writeBytes(id(), fd, bytes, -1);
    }

    public long write(int fd, String text) throws Errno {
        return write(fd, Files.bytes(text));
    }

    public long send(int fd, String text, byte[] to, byte[] control, int flags) throws Errno {
        return send(id(), fd, text, to, control, flags);
    }

    public long send(int client, int fd, String text, byte[] to, byte[] control, int flags) throws Errno {
        files.poke(0, text);
        return channels.send(client, fd, files.memory(0, text.length()), to, control, flags);
    }

    public long send(int fd, String text) throws Errno {
        return send(fd, text, NONE, NONE, 0);
    }

    /** What a receive got, its bytes as text. */
    public record Received(String text, ReceivedMessage message) {}

    public Received receive(int fd, int length, int controlLength, int flags) throws Errno {
        return receive(id(), fd, length, controlLength, flags);
    }

    public Received receive(int client, int fd, int length, int controlLength, int flags) throws Errno {
        Grant memory = files.memory(1 << 19, length);
        ReceivedMessage message = channels.receive(client, fd, memory, controlLength, flags);
        int count = (int) Math.min(length, message.length());
        return new Received(files.peek(1 << 19, count), message);
    }
}

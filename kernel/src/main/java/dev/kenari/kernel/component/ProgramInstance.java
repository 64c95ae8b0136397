package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.ipc.Loan;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.task.TaskKilled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One process that serves a component's calls: each read of its descriptor takes a request, each write brings a reply. A request is its
 * number (8 bytes, little-endian as all), the number of the protocol's method (4), the length of the arguments (4) and the arguments as a
 * {@link Message} has them; a reply is the request's number (8), an errno or 0 (4), the length of the result (4) and the result. Guarded by
 * the kernel lock.
 */
public final class ProgramInstance implements Instance {
    private static final int HEADER = 16;
    private static final int LARGEST_ERRNO = 133;

    private static final class Request {
        private final long number;
        private final Message message;
        private final WaitQueue answered = new WaitQueue();
        private byte[] reply;
        private int error;

        Request(long number, Message message) {
            this.number = number;
            this.message = message;
        }
    }

    private final Kernel kernel;
    private final String name;
    private final Marshalling<?> marshalling;
    private final Consumer<String> whenDead;
    private final ProgramDevice device;
    private final Endpoint endpoint;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Map<Long, Request> taken = new HashMap<>();
    private final WaitQueue arrived = new WaitQueue();
    private final int queue;
    private final WaitQueue ready = new WaitQueue();
    private Runnable process;
    private boolean reads;
    private long last;
    private String end;

    /**
     * @param device that it drives; null without one
     * @param whenDead hears once why it ended; must not sleep
     */
    ProgramInstance(
            Kernel kernel,
            String name,
            Marshalling<?> marshalling,
            InstanceLimits limits,
            MachineDevice device,
            Consumer<String> whenDead)
            throws Errno {
        this.kernel = kernel;
        this.name = name;
        this.marshalling = marshalling;
        this.whenDead = whenDead;
        this.device = device == null ? null : new ProgramDevice(kernel, device, limits.frames(), this::kill);
        this.queue = kernel.waitQueues().publish(arrived);
        this.endpoint = new Endpoint(
                kernel.scheduler(),
                kernel.timers(),
                kernel.ipc(),
                this::serverTask,
                limits.tasks(),
                this::serve);
    }

    private Task serverTask(Consumer<Task> body) {
        return kernel.task(name + "/server", self -> {
            try {
                body.accept(self);
            } catch (TaskKilled e) {
                // The endpoint has died.
            }
        });
    }

    /** Starts its process; sleeps. Its arguments are the pages of registers that it can map, and where each page of its DMA memory is. */
    void start(ProgramLauncher launcher, String program, byte[] image) throws Errno {
        Stream<String> arguments = device == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(Integer.toString(device.registerPages())),
                        LongStream.of(device.dmaPages()).mapToObj(page -> "0x%016x".formatted(page)));
        process = launcher.launch(this, program, image, arguments.toArray(String[]::new));
        if (end != null) {
            process.run();
        }
    }

    public String name() {
        return name;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The device that it drives; null without one. */
    public ProgramDevice device() {
        return device;
    }

    /** Sleeps until it asks for its first request, or has ended. @param deadline board nanoseconds */
    void awaitReady(long deadline) {
        while (!reads && end == null && kernel.timers().now() < deadline) {
            ready.sleepUninterruptibly(deadline);
        }
        if (!reads && end == null) {
            kill("does not ask for requests");
        }
    }

    /** In a server task of the endpoint. */
    private void serve(Message message) throws Errno {
        Request request = new Request(++last, message);
        waiting.add(request);
        arrived.wakeAll();
        while (request.reply == null) {
            request.answered.sleepUninterruptibly();
        }
        if (request.error != 0) {
            throw Errno.of(request.error);
        }
        message.reply();
        message.putRest(request.reply);
    }

    /** The next request; sleeps until there is one. EINVAL if it has more than {@code limit} bytes, EAGAIN, ENODEV at the end. */
    public byte[] take(int limit, boolean nonBlocking) throws Errno {
        reads = true;
        ready.wakeAll();
        while (waiting.isEmpty()) {
            if (end != null) {
                throw Errno.ENODEV;
            }
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            arrived.sleep();
        }
        Request request = waiting.peek();
        if (HEADER + request.message.length() > limit) {
            throw Errno.EINVAL;
        }
        waiting.remove();
        taken.put(request.number, request);
        byte[] arguments = request.message.getRest();
        return ByteBuffer.allocate(HEADER + arguments.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(request.number)
                .putInt(request.message.method())
                .putInt(arguments.length)
                .put(arguments)
                .array();
    }

    /** A reply. EINVAL if it is none, ENOENT if nobody has asked. */
    public void reply(byte[] bytes) throws Errno {
        if (bytes.length < HEADER) {
            throw Errno.EINVAL;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Request request = taken.get(in.getLong());
        int error = in.getInt();
        if (in.getInt() != in.remaining() || error < 0 || error > LARGEST_ERRNO) {
            throw Errno.EINVAL;
        }
        if (request == null) {
            throw Errno.ENOENT;
        }
        byte[] result = new byte[in.remaining()];
        in.get(result);
        if (error == 0 && !marshalling.isReply(request.message.method(), result)) {
            throw Errno.EINVAL;
        }
        taken.remove(request.number);
        request.error = error;
        request.reply = result;
        request.answered.wakeAll();
    }

    public boolean hasRequest() {
        return !waiting.isEmpty();
    }

    /** Number of the wait queue of those who wait for requests. */
    public int queue() {
        return queue;
    }

    @Override
    public String end() {
        return end;
    }

    @Override
    public void kill(String why) {
        if (end != null) {
            return;
        }
        end = why;
        whenDead.accept(why);
        endpoint.die();
        if (process != null) {
            process.run();
        }
        if (device != null) {
            device.release();
        }
        kernel.waitQueues().withdraw(queue);
        arrived.wakeAll();
        ready.wakeAll();
    }

    /** EOPNOTSUPP: what is lent would have to be mapped. */
    @Override
    public List<Capability> borrow(List<Loan> loans, Domain lender) throws Errno {
        if (!loans.isEmpty()) {
            throw Errno.EOPNOTSUPP;
        }
        return List.of();
    }

    @Override
    public void giveBack(List<Capability> lent) {
        // There is nothing to give back.
    }

    @Override
    public void awaitRest() {
        // It uses nothing of others.
    }
}

package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A terminal: line discipline, flow control, the session that it controls. Programs read and write above, a {@link Line}
 * is below. Guarded by the kernel lock.
 */
final class Tty implements Terminal {
    private static final int ECHO_LIMIT = 4096;
    private static final long VTIME_NANOS = 100_000_000L;
    private static final byte[] NOTHING = {};

    private final String name;
    private final long device;
    private final Kernel kernel;
    private final JobControl jobs;
    private final LineDiscipline discipline = new LineDiscipline(this);
    private final WaitQueue changed = new WaitQueue();
    private final int queueId;
    private Line line;
    private Runnable lost = () -> {};
    private WindowSize size = WindowSize.UNKNOWN;
    private boolean stopped;
    private boolean exclusive;
    private byte[] heldEcho = NOTHING;
    private int hangUps;
    private int session;
    private int foreground;

    /** @param device {@link dev.kenari.vfs.DeviceNumber} */
    Tty(String name, long device, Kernel kernel, JobControl jobs) {
        this.name = name;
        this.device = device;
        this.kernel = kernel;
        this.jobs = jobs;
        this.queueId = kernel.waitQueues().publish(changed);
    }

    /** What to do when a reader finds that the carrier is lost and everything was read. */
    void whenLost(Runnable action) {
        lost = action;
    }

    void connect(Line below) {
        line = below;
    }

    String name() {
        return name;
    }

    long device() {
        return device;
    }

    Line line() {
        return line;
    }

    LineDiscipline discipline() {
        return discipline;
    }

    WaitQueue changed() {
        return changed;
    }

    int queueId() {
        return queueId;
    }

    /** Session whose controlling terminal this is; 0 for none. */
    int session() {
        return session;
    }

    /** Foreground process group; 0 for none. */
    int foreground() {
        return foreground;
    }

    void setSession(int id, int group) {
        session = id;
        foreground = group;
    }

    void setForeground(int group) {
        foreground = group;
    }

    boolean exclusive() {
        return exclusive;
    }

    void setExclusive(boolean value) {
        exclusive = value;
    }

    /** Grows with every hang-up: who opened the terminal before has lost it. */
    int hangUps() {
        return hangUps;
    }

    void hangUp() {
        hangUps++;
        discipline.flushInput();
        heldEcho = NOTHING;
        stopped = false;
        if (!line.drains()) {
            line.flush();
        }
        changed.wakeAll();
    }

    WindowSize size() {
        return size;
    }

    /** TIOCSWINSZ: the foreground group hears of a change. */
    void resize(WindowSize to) {
        if (!to.equals(size)) {
            size = to;
            signal(Signal.WINCH);
        }
    }

    void setTermios(Termios termios) {
        boolean stoppable = stoppable();
        discipline.setTermios(termios);
        if (stoppable != stoppable()) {
            line.note(stoppable() ? PacketEvent.DO_STOP : PacketEvent.NO_STOP);
        }
        line.inputRoom();
    }

    /** Whether the usual characters stop and start output, so that the master's side may handle them itself. */
    private boolean stoppable() {
        Termios t = discipline.termios();
        return t.input(IXON) && t.character(VSTOP) == ('S' & 0x1F) && t.character(VSTART) == ('Q' & 0x1F);
    }

    /** Characters arrive from the line. Returns how many were taken; {@link Line#inputRoom} tells when more can be. */
    int receive(byte[] bytes, int offset, int length) {
        return discipline.receive(bytes, offset, length);
    }

    /** read(2). */
    byte[] read(TtyFile file, int length, boolean nonBlocking) throws Errno {
        if (file.hungUp() || length == 0) {
            return NOTHING;
        }
        checkBackground(Signal.TTIN);
        Termios t = discipline.termios();
        boolean raw = !t.local(ICANON);
        int minimum = raw ? Math.max(1, t.character(VMIN)) : 1;
        boolean betweenBytes = raw && t.character(VMIN) > 0 && t.character(VTIME) > 0;
        long patience = t.character(VTIME) * VTIME_NANOS;
        long deadline = raw && t.character(VMIN) == 0 ? kernel.timers().now() + patience : Long.MAX_VALUE;
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        while (got.size() < Math.min(minimum, length)) {
            if (discipline.readable(1)) {
                boolean line = discipline.termios().local(ICANON);
                got.writeBytes(discipline.take(length - got.size()));
                inputTaken();
                if (line) {
                    break;
                }
                deadline = betweenBytes ? kernel.timers().now() + patience : deadline;
            } else if (!awaitInput(file, deadline, nonBlocking, got.size() > 0)) {
                break;
            }
        }
        return got.toByteArray();
    }

    /** False if the read is over with what it has. */
    private boolean awaitInput(TtyFile file, long deadline, boolean nonBlocking, boolean some) throws Errno {
        if (!line.carrier()) {
            lost.run();
        }
        if (file.hungUp()) {
            if (some || !file.peerClosed()) {
                return false;
            }
            throw Errno.EIO;
        }
        if (kernel.timers().now() >= deadline) {
            return false;
        }
        if (nonBlocking) {
            if (some) {
                return false;
            }
            throw Errno.EAGAIN;
        }
        try {
            return changed.sleep(deadline);
        } catch (Errno interrupted) {
            if (some) {
                return false;
            }
            throw interrupted;
        }
    }

    private void inputTaken() {
        if (discipline.accepts()) {
            line.inputRoom();
        }
    }

    /** write(2): all of {@code bytes}, unless interrupted or non-blocking. */
    int write(TtyFile file, byte[] bytes, boolean nonBlocking) throws Errno {
        if (discipline.termios().local(TOSTOP)) {
            checkBackground(Signal.TTOU);
        }
        int done = 0;
        while (true) {
            if (file.hungUp()) {
                throw Errno.EIO;
            }
            releaseEcho();
            done += send(bytes, done);
            if (done == bytes.length) {
                return done;
            }
            if (nonBlocking) {
                if (done > 0) {
                    return done;
                }
                throw Errno.EAGAIN;
            }
            try {
                changed.sleep();
            } catch (Errno interrupted) {
                if (done > 0) {
                    return done;
                }
                throw interrupted;
            }
        }
    }

    private int send(byte[] bytes, int from) {
        if (stopped || heldEcho.length > 0) {
            return 0;
        }
        Termios t = discipline.termios();
        int room = line.room();
        if (!t.output(OPOST)) {
            int count = Math.min(room, bytes.length - from);
            line.send(bytes, from, count);
            return count;
        }
        OutputProcessor output = discipline.output();
        int at = from;
        while (at < bytes.length && room - output.length() >= OutputProcessor.MAX_EXPANSION) {
            output.put(bytes[at++] & 0xFF, t);
        }
        byte[] processed = output.take();
        line.send(processed, 0, processed.length);
        return at - from;
    }

    /** Whether a write would take something now. */
    boolean writable() {
        return !stopped && heldEcho.length == 0 && line.room() >= OutputProcessor.MAX_EXPANSION;
    }

    /** The line has room again, or the input that it waits for. */
    void wake() {
        if (!stopped) {
            releaseEcho();
        }
        changed.wakeAll();
    }

    /** tcdrain(3): sleeps until everything is sent. */
    void drain(TtyFile file) throws Errno {
        while (!file.hungUp() && (heldEcho.length > 0 || line.drains() && line.queued() > 0)) {
            changed.sleep();
        }
    }

    /** Sleeps until everything is sent, whatever signals come, or {@code deadline} has passed. */
    void settle(long deadline) {
        while (line.drains() && line.queued() > 0 && kernel.timers().now() < deadline) {
            changed.sleepUninterruptibly(deadline);
        }
    }

    @Override
    public void echo(byte[] bytes) {
        int sent = stopped || heldEcho.length > 0 ? 0 : Math.min(line.room(), bytes.length);
        line.send(bytes, 0, sent);
        int held = Math.min(bytes.length - sent, ECHO_LIMIT - heldEcho.length);
        if (held > 0) {
            int old = heldEcho.length;
            heldEcho = Arrays.copyOf(heldEcho, old + held);
            System.arraycopy(bytes, sent, heldEcho, old, held);
        }
    }

    private void releaseEcho() {
        if (heldEcho.length > 0 && !stopped) {
            int count = Math.min(line.room(), heldEcho.length);
            line.send(heldEcho, 0, count);
            heldEcho = Arrays.copyOfRange(heldEcho, count, heldEcho.length);
        }
    }

    @Override
    public void signal(int signal) {
        if (foreground != 0) {
            jobs.signalGroup(foreground, signal);
        }
    }

    @Override
    public void flushOutput() {
        heldEcho = NOTHING;
        line.flush();
        line.note(PacketEvent.FLUSH_WRITE);
        changed.wakeAll();
    }

    /** TCIFLUSH. */
    void flushInput() {
        discipline.flushInput();
        line.note(PacketEvent.FLUSH_READ);
        line.inputRoom();
    }

    @Override
    public void stopOutput() {
        if (!stopped) {
            stopped = true;
            line.note(PacketEvent.STOP);
        }
    }

    @Override
    public void startOutput() {
        if (stopped) {
            stopped = false;
            line.note(PacketEvent.START);
            wake();
        }
    }

    @Override
    public boolean outputStopped() {
        return stopped;
    }

    @Override
    public void inputArrived() {
        changed.wakeAll();
    }

    /**
     * A process in the background touches its controlling terminal: its group is stopped by {@code signal} (TTIN or TTOU) and
     * the call restarted, or EIO if nobody could continue it.
     */
    void checkBackground(int signal) throws Errno {
        int task = dev.kenari.kernel.task.Task.current().id();
        JobControl.Caller caller = jobs.caller(task);
        if (caller.process() == 0 || session == 0 || caller.session() != session
                || foreground == 0 || caller.group() == foreground) {
            return;
        }
        if (jobs.ignores(task, signal)) {
            if (signal == Signal.TTIN) {
                throw Errno.EIO;
            }
            return;
        }
        if (jobs.orphaned(caller.group())) {
            throw Errno.EIO;
        }
        jobs.signalGroup(caller.group(), signal);
        throw Errno.ERESTARTSYS;
    }
}

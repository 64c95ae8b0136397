package dev.kenari.vfs.event;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.time.Timers;
import dev.kenari.vfs.TimerSetting;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** A timerfd_create(2): expirations that can be read and waited for. */
public final class TimerDescriptor extends OpenFileDescription {
    public static final int CLOCK_REALTIME = 0;
    public static final int CLOCK_MONOTONIC = 1;
    public static final int CLOCK_BOOTTIME = 7;
    public static final int CLOCK_REALTIME_ALARM = 8;
    public static final int CLOCK_BOOTTIME_ALARM = 9;

    private static final long DISARMED = Long.MAX_VALUE;

    private final Timers timers;
    private final int clock;
    private final boolean realtime;
    private final WaitQueue changed = new WaitQueue();
    private final WaitQueue.Listener clockSet = this::clockSet;
    /** Of the next expiration not counted yet: on CLOCK_REALTIME if {@link #absolute} and {@link #realtime}, else monotonic. */
    private long deadline = DISARMED;
    private long interval;
    private long expirations;
    private boolean absolute;
    private boolean cancelOnSet;
    private boolean cancelled;
    private int settimeFlags;
    private Timers.Timer armed;

    /** @param realtime whether deadlines are CLOCK_REALTIME's; else CLOCK_MONOTONIC's */
    public TimerDescriptor(Path path, int flags, Timers timers, int clock, boolean realtime) {
        super(path, flags | Fcntl.O_RDWR);
        this.timers = timers;
        this.clock = clock;
        this.realtime = realtime;
        if (realtime) {
            timers.clockSet().listen(clockSet);
        }
    }

    @Override
    public String details() {
        TimerSetting now = setting();
        return "clockid: %d\nticks: %d\nsettime flags: 0%o\nit_value: (%d, %d)\nit_interval: (%d, %d)\n"
                .formatted(
                        clock,
                        expirations,
                        settimeFlags,
                        now.value() / 1_000_000_000,
                        now.value() % 1_000_000_000,
                        now.interval() / 1_000_000_000,
                        now.interval() % 1_000_000_000);
    }

    private long now() {
        return realtime && absolute ? timers.realtime() : timers.now();
    }

    /** timerfd_gettime(2): the time left. */
    public TimerSetting setting() {
        count();
        return new TimerSetting(interval, deadline == DISARMED ? 0 : Math.max(deadline - now(), 1));
    }

    /** timerfd_settime(2); returns the setting before. */
    public TimerSetting set(TimerSetting setting, boolean isAbsolute, boolean isCancelOnSet, int flags) {
        TimerSetting before = setting();
        disarm();
        expirations = 0;
        cancelled = false;
        settimeFlags = flags;
        absolute = isAbsolute;
        cancelOnSet = isCancelOnSet && isAbsolute && realtime;
        interval = setting.interval();
        deadline = DISARMED;
        if (setting.value() != 0) {
            deadline = absolute ? setting.value() : saturated(now(), setting.value());
            arm();
        }
        return before;
    }

    private static long saturated(long time, long duration) {
        long sum = time + duration;
        return sum < 0 ? DISARMED - 1 : sum;
    }

    private void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    private void arm() {
        disarm();
        long monotonic = realtime && absolute ? deadline - timers.realtimeOffset() : deadline;
        armed = timers.at(monotonic, () -> {
            armed = null;
            count();
        });
    }

    /**
     * Counts the expirations that are past. The timer is armed again only once they are read, so that a short interval costs
     * nothing while nobody looks.
     */
    private void count() {
        long now = now();
        if (deadline > now) {
            return;
        }
        disarm();
        if (interval == 0) {
            expirations++;
            deadline = DISARMED;
        } else {
            long periods = (now - deadline) / interval + 1;
            expirations += periods;
            deadline += periods * interval;
        }
        changed.wakeAll();
    }

    private void clockSet() {
        if (cancelOnSet) {
            cancelled = true;
            changed.wakeAll();
        }
        if (armed != null && absolute) {
            arm();
        }
    }

    @Override
    public void read(IoVector to) throws Errno {
        if (to.remaining() < Long.BYTES) {
            throw Errno.EINVAL;
        }
        count();
        while (expirations == 0 && !cancelled) {
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            changed.sleep();
            count();
        }
        if (deadline != DISARMED && armed == null) {
            arm();
        }
        if (cancelled) {
            cancelled = false;
            expirations = 0;
            throw Errno.ECANCELED;
        }
        long taken = expirations;
        expirations = 0;
        to.put(Words.ofLong(taken), 0, Long.BYTES);
    }

    @Override
    public int poll(int events) {
        return expirations > 0 || cancelled ? events & (Poll.POLLIN | Poll.POLLRDNORM) : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return changed;
    }

    @Override
    protected void released() {
        disarm();
        if (realtime) {
            timers.clockSet().unlisten(clockSet);
        }
    }
}

package dev.kenari.linux.syscall;

/** When a wait ends, in monotonic time: 0 for one that does not wait at all, {@code Long.MAX_VALUE} for one that never ends. */
final class Deadline {
    private Deadline() {}

    /** Of a wait of {@code duration} nanoseconds that starts now; {@code Long.MAX_VALUE} is for ever. */
    static long after(Call call, long duration) {
        return duration == 0 ? 0 : Timespec.after(call.kernel().timers().now(), duration);
    }
}

package dev.kenari.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the time of one command went, from the start of its process, for {@code --stats} (docs/startup.md). */
final class Phases {
    private static final double NANOS_IN_MILLI = 1e6;

    private final List<String> ended = new ArrayList<>();
    private long last = System.nanoTime();

    /** To be made once the arguments are read: the first phase is the time since the host started the process. */
    Phases() {
        ProcessHandle.current().info().startInstant().ifPresent(start ->
                add("JVM and arguments", Duration.between(start, Instant.now()).toNanos()));
    }

    /** What was done since the phase before. */
    void end(String phase) {
        long now = System.nanoTime();
        add(phase, now - last);
        last = now;
    }

    private void add(String phase, long nanos) {
        ended.add(String.format(Locale.ROOT, "%s %.0f ms", phase, nanos / NANOS_IN_MILLI));
    }

    @Override
    public String toString() {
        return String.join(", ", ended);
    }
}

package dev.kenari.kernel.crash;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The state of a kernel at its panic.
 *
 * @param reason why it panicked, one line
 * @param component whose code failed, as {@code vfs.ext4}
 * @param rebootAfter seconds until the machine restarts; 0 for never, negative for at once
 * @param sections lines by title, in the order in which they are to be read
 * @param frames the memory in use, as long as the board is there
 */
public record CrashReport(
        String reason, String component, int rebootAfter, Map<String, List<String>> sections, UsedFrames frames) {
    public static final String STATE = "state";
    public static final String EVENTS = "events";
    public static final String MESSAGES = "messages";
    public static final String STACK = "stack";
    public static final String PROGRAM = "program";
    public static final String TASKS = "tasks";
    public static final String MEMORY = "memory";
    public static final String LOG = "log";

    private static final int LOG_LINES = 10;

    /** Made in the task that failed, which holds its hart. */
    public static CrashReport of(Kernel kernel, Throwable cause) {
        Snapshot now = new Snapshot(kernel);
        String component = Snapshot.component(cause);
        Map<String, List<String>> sections = new LinkedHashMap<>();
        add(sections, STATE, () -> state(kernel, now, cause, component));
        add(sections, EVENTS, () -> events(kernel, now));
        add(sections, MESSAGES, now::messages);
        add(sections, STACK, () -> stack(now, cause));
        add(sections, PROGRAM, now::program);
        add(sections, TASKS, now::tasks);
        add(sections, MEMORY, now::memory);
        add(sections, LOG, () -> now.log(Integer.MAX_VALUE));
        return new CrashReport(
                Snapshot.name(cause),
                component,
                kernel.failures().panicTimeout(),
                sections,
                new UsedFrames(kernel.frames()));
    }

    /** Nothing can be relied on any more; what is known of the rest is worth more than the reason why a part is not. */
    private static void add(Map<String, List<String>> sections, String title, Supplier<List<String>> content) {
        try {
            sections.put(title, content.get());
        } catch (RuntimeException | StackOverflowError e) {
            sections.put(title, List.of("(can't be shown: " + e + ")"));
        }
    }

    private static List<String> state(Kernel kernel, Snapshot now, Throwable cause, String component) {
        List<String> lines = new ArrayList<>();
        lines.add("kernel panic: " + Snapshot.name(cause));
        lines.add("component " + (component.isEmpty() ? "unknown" : component) + "   "
                + kernel.failures().taint());
        lines.addAll(now.current());
        Task task = Task.current();
        List<Cpu> cpus = kernel.scheduler().cpus();
        List<String> harts = now.harts();
        for (int i = 0; i < harts.size(); i++) {
            if (cpus.get(i).current() != task) {
                lines.add(harts.get(i));
            }
        }
        return lines;
    }

    private static List<String> events(Kernel kernel, Snapshot now) {
        List<String> lines = new ArrayList<>();
        for (Cpu cpu : kernel.scheduler().cpus()) {
            List<String> events = now.events(cpu);
            if (!events.isEmpty()) {
                lines.add("last traps of hart " + cpu.hart().id() + ", the newest at the end:");
                lines.addAll(events);
            }
        }
        return lines;
    }

    private static List<String> stack(Snapshot now, Throwable cause) {
        List<String> lines = new ArrayList<>();
        lines.add("kernel stack of \"" + Snapshot.reason(cause) + "\":");
        lines.addAll(now.stack(cause));
        return lines;
    }

    /** What fits on a screen: the state, the events, the log's end and the kernel's stack. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>(sections.get(STATE));
        lines.addAll(sections.get(EVENTS));
        List<String> log = sections.get(LOG);
        if (!log.isEmpty()) {
            lines.add("kernel log:");
            log.subList(Math.max(0, log.size() - LOG_LINES), log.size()).forEach(line -> lines.add("  " + line));
        }
        lines.addAll(sections.get(STACK));
        List<String> program = sections.get(PROGRAM);
        if (!program.isEmpty()) {
            lines.add("stack of the program:");
            lines.addAll(program);
        }
        return lines;
    }
}

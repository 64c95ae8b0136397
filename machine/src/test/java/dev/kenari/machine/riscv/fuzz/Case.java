package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What is run in lockstep: programs, each in an address space of its own, and a supervisor whose decisions repeat. Written and
 * read as text, so that a failure can be kept as a test.
 *
 * @param seed of the supervisor and of the operands
 * @param interrupts whether a timer interrupts every few hundred or thousand instructions
 * @param counters whether instructions are counted exactly; then there is one program, and no interrupts
 */
record Case(long seed, boolean interrupts, boolean counters, List<Task> tasks) {
    private static final String MARK = "#= ";

    /** A program: its code from {@code origin} on, and what the overlay page holds in turn. */
    record Task(long origin, String code, List<String> overlays) {
        Program assemble() {
            return Assembler.assemble(code, origin);
        }

        byte[] overlay(int version) {
            String text = overlays.isEmpty() ? "" : overlays.get(version % overlays.size());
            return Assembler.assemble(text, Layout.OVERLAY).code();
        }
    }

    /** A random case of about {@code budget} instructions. */
    static Case random(long seed, long budget) {
        Random random = new Random(seed);
        boolean interrupts = random.nextInt(3) == 0;
        boolean counters = !interrupts && random.nextBoolean();
        int count = !counters && random.nextInt(3) == 0 ? 2 : 1;
        List<Task> tasks = new ArrayList<>();
        while (tasks.size() < count) {
            RandomRegions regions = new RandomRegions(random, interrupts, counters);
            long origin = Layout.CODE + Layout.PAGE - 2L * random.nextInt(400);
            Task task = new Task(origin, regions.program(budget / count), List.of(regions.overlay(), regions.overlay()));
            if (task.assemble().code().length <= (Layout.CODE_PAGES - 1) * Layout.PAGE
                    && task.overlay(0).length <= Layout.PAGE
                    && task.overlay(1).length <= Layout.PAGE) {
                tasks.add(task);
            }
        }
        return new Case(seed, interrupts, counters, tasks);
    }

    /** The text that {@link #parse} reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(MARK).append("seed ").append(seed);
        text.append(interrupts ? " interrupts" : "").append(counters ? " counters" : "").append('\n');
        for (Task task : tasks) {
            text.append(MARK).append("task 0x").append(Long.toHexString(task.origin)).append('\n').append(task.code);
            task.overlays.forEach(overlay -> text.append(MARK).append("overlay\n").append(overlay));
        }
        return text.toString();
    }

    static Case parse(String text) {
        long seed = 0;
        boolean interrupts = false;
        boolean counters = false;
        List<Task> tasks = new ArrayList<>();
        for (String section : text.split("(?m)^" + MARK)) {
            String[] parts = section.split("\n", 2);
            String[] words = parts[0].split(" ");
            switch (words[0]) {
                case "seed" -> {
                    seed = Long.parseLong(words[1]);
                    interrupts = parts[0].contains("interrupts");
                    counters = parts[0].contains("counters");
                }
                case "task" -> tasks.add(new Task(Long.decode(words[1]), parts[1], new ArrayList<>()));
                case "overlay" -> last(tasks).overlays.add(parts[1]);
                // Before the first mark stands what a person wrote about the case.
                default -> {}
            }
        }
        last(tasks);
        return new Case(seed, interrupts, counters, tasks);
    }

    private static Task last(List<Task> tasks) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a case has a task");
        }
        return tasks.getLast();
    }
}
